/** The page before its parts are here: the same rings that stand in the document itself, so nothing jumps between them. */
export const Boot = () => <div className="boot" role="status" aria-label="Ozvena is loading" />;
