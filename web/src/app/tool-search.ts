/** What a tool's address may name to begin with: a job whose settings are taken up, and a picture of one's own. */
export type ToolSearch = { from?: string; image?: string };

export const toolSearchOf = ({ from, image }: Record<string, unknown>): ToolSearch => ({
  ...(typeof from === 'string' ? { from } : {}),
  ...(typeof image === 'string' ? { image } : {}),
});
