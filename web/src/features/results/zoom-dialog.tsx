import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowLeft, ArrowRight, Download } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { downloadUrlOf } from '../../api/client.ts';
import type { JobAsset } from '../../api/wire.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

const ICON = 'size-4 rtl:-scale-x-100';

type ZoomDialogProps = {
  pictures: readonly JobAsset[];
  at: number;
  altOf: (index: number) => string;
  onMove: (index: number) => void;
  onClose: () => void;
};

/** Whatever in the dialog has the focus, the keys are for what it shows. */
const useArrowKeys = (move: (step: number) => void): void => {
  const latest = useRef(move);
  useEffect(() => {
    latest.current = move;
  });
  useEffect(() => {
    const onKeyDown = ({ key }: KeyboardEvent) => {
      const onward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
      if (key === 'ArrowLeft' || key === 'ArrowRight') latest.current(key === onward ? 1 : -1);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
};

/** A picture as large as the window allows. Arrow keys walk to the ones beside it. */
export const ZoomDialog = ({ pictures, at, altOf, onMove, onClose }: ZoomDialogProps) => {
  const { t } = useLingui();
  const picture = pictures[at];
  const move = (step: number) => pictures[at + step] !== undefined && onMove(at + step);
  useArrowKeys(move);
  if (picture === undefined) return null;
  const alt = altOf(at);
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={pictures.length === 1 ? t`Picture` : t`Picture ${at + 1} of ${pictures.length}`}
      footer={
        <>
          {pictures.length > 1 && (
            <span className="me-auto flex">
              <IconButton
                label={t`Previous picture`}
                tooltip={false}
                disabled={at === 0}
                icon={<ArrowLeft aria-hidden="true" className={ICON} />}
                onClick={() => move(-1)}
              />
              <IconButton
                label={t`Next picture`}
                tooltip={false}
                disabled={at === pictures.length - 1}
                icon={<ArrowRight aria-hidden="true" className={ICON} />}
                onClick={() => move(1)}
              />
            </span>
          )}
          <a data-autofocus href={downloadUrlOf(picture.url)} download className={buttonClass('solid')}>
            <Download aria-hidden="true" className="size-4" /> <Trans>Download</Trans>
          </a>
        </>
      }
    >
      <div className="grid h-full grid-rows-[minmax(0,1fr)] place-items-center">
        <img
          key={picture.assetId}
          src={picture.url}
          alt={alt}
          className="max-h-full max-w-full rounded-sm object-contain"
        />
      </div>
    </Dialog>
  );
};
