import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { Download, Expand, Layers, Video } from 'lucide-react';
import { useState } from 'react';
import { downloadUrlOf } from '../../api/client.ts';
import type { JobAsset } from '../../api/wire.ts';
import { cx } from '../../ui/cx.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { widthWithin } from './width-within.ts';
import { ZoomDialog } from './zoom-dialog.tsx';

const ICON = 'size-4';
const TOOL =
  'relative grid size-8 shrink-0 place-items-center rounded-sm text-ink-2 hover:bg-sunken hover:text-ink touch:size-10 touch-reach-0.5';

type PicturesProps = {
  /** The job that drew them. */
  jobId: string;
  pictures: readonly JobAsset[];
  /** What was asked for, for who does not see them. */
  prompt: string;
};

/** One to four pictures as tiles: each can be looked at closely, saved, varied, and made to move. */
export const Pictures = ({ jobId, pictures, prompt }: PicturesProps) => {
  const { t } = useLingui();
  const [zoomed, setZoomed] = useState<number>();
  return (
    <>
      <ul
        className={cx('grid gap-3', pictures.length === 1 || pictures.some(isPanorama) ? 'grid-cols-1' : 'grid-cols-2')}
      >
        {pictures.map((picture, index) => {
          const number = index + 1;
          const alt = altOf(prompt, number, pictures.length, t`Picture`);
          return (
            <li
              key={picture.assetId}
              className="@container mx-auto grid w-full min-w-0 grid-cols-1 content-start gap-1"
              style={pictures.length === 1 ? roomOf(picture) : undefined}
            >
              <button
                type="button"
                aria-label={t`Look closely: ${alt}`}
                onClick={() => setZoomed(index)}
                className="group/tile relative grid cursor-zoom-in overflow-hidden rounded-md border border-line bg-raised"
                style={aspectOf(picture)}
              >
                <img
                  src={picture.url}
                  alt={alt}
                  loading="lazy"
                  decoding="async"
                  className="size-full object-cover text-start text-xs text-ink-3"
                />
                <span className="absolute end-2 top-2 hidden rounded-sm bg-paper/85 p-1.5 group-hover/tile:block">
                  <Expand aria-hidden="true" className="size-3.5" />
                </span>
              </button>
              <div className="-mx-1 flex">
                <Tooltip label={t`Download`}>
                  <a
                    href={downloadUrlOf(picture.url)}
                    download
                    aria-label={t`Download picture ${number}`}
                    className={TOOL}
                  >
                    <Download aria-hidden="true" className={ICON} />
                  </a>
                </Tooltip>
                <Tooltip label={t`Variations`}>
                  <Link
                    to="/studio/images"
                    search={{ from: jobId, image: picture.assetId }}
                    aria-label={t`Variations of picture ${number}`}
                    className={TOOL}
                  >
                    <Layers aria-hidden="true" className={ICON} />
                  </Link>
                </Tooltip>
                <Tooltip label={t`Make it move`}>
                  <Link
                    to="/studio/motion"
                    search={{ image: picture.assetId }}
                    aria-label={t`Make it move: picture ${number}`}
                    className="relative flex h-8 items-center gap-1.5 rounded-sm px-2 text-ink-2 hover:bg-sunken hover:text-ink touch:h-10 touch:px-3 touch-reach-0.5"
                  >
                    <Video aria-hidden="true" className={ICON} />
                    <span className="hidden text-xs font-medium whitespace-nowrap @min-[10.5rem]:inline">
                      <Trans>Make it move</Trans>
                    </span>
                  </Link>
                </Tooltip>
              </div>
            </li>
          );
        })}
      </ul>
      {zoomed !== undefined && (
        <ZoomDialog
          pictures={pictures}
          at={zoomed}
          altOf={(index) => altOf(prompt, index + 1, pictures.length, t`Picture`)}
          onMove={setZoomed}
          onClose={() => setZoomed(undefined)}
        />
      )}
    </>
  );
};

/** What the picture was asked to show is the best that is known of it. */
const altOf = (prompt: string, number: number, total: number, fallback: string): string => {
  const what = prompt === '' ? fallback : prompt;
  return total === 1 ? what : `${number}/${total}: ${what}`;
};

/** One alone is as wide as there is room, and no higher than most of the window. */
const roomOf = ({ widthPx, heightPx }: JobAsset) =>
  widthPx && heightPx ? { width: widthWithin(widthPx, heightPx) } : undefined;

/** Beside another one there would be little to see of it. */
const isPanorama = ({ widthPx, heightPx }: JobAsset): boolean =>
  widthPx !== null && heightPx !== null && widthPx >= 2 * heightPx;

const aspectOf = ({ widthPx, heightPx }: JobAsset) =>
  widthPx && heightPx ? { aspectRatio: `${widthPx} / ${heightPx}` } : { aspectRatio: '1' };
