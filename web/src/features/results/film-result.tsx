import { useLingui } from '@lingui/react/macro';
import type { JobAsset } from '../../api/wire.ts';
import { Film } from './film.tsx';

const SECOND_MS = 1_000;

type FilmResultProps = {
  asset: JobAsset;
  /** What it is, for names: "Preview", "Result". */
  label: string;
  /** What was asked for, for who does not see it. */
  title: string;
};

/** A film that came back, or its preview. */
export const FilmResult = ({ asset, label, title }: FilmResultProps) => {
  const { t } = useLingui();
  return (
    <Film
      src={asset.url}
      posterUrl={asset.posterUrl}
      alt={title === '' ? label : t`Film: ${title}`}
      label={label}
      widthPx={asset.widthPx}
      heightPx={asset.heightPx}
      durationSeconds={asset.durationMs === null ? undefined : asset.durationMs / SECOND_MS}
      captions={asset.captions ?? undefined}
    />
  );
};
