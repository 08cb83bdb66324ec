import { useLingui } from '@lingui/react/macro';
/** The page before its parts are here: the same rings that stand in the document itself, so nothing jumps between them. */
export const Boot = () => {
  const { t } = useLingui();
  return <div className="boot" role="status" aria-label={t`Ozvena is loading`} />;
};
