/** What is wrong with a film: it is none, not whole, or not like the others. */
export class FilmError extends Error {
  override readonly name = 'FilmError';
}
