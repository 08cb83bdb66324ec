import { joinBytes } from '../engine/join-bytes.ts';
import { MEDIA_FILE_MAX_BYTES, MEDIA_FILES_MAX, MEDIA_PART_MAX_BYTES } from '../limits.ts';

export type MediaFile = { content_type: string; bytes: Uint8Array<ArrayBuffer> };

/** Files that vendors make and hand out by an address; each is found by its path. */
export class MediaFiles {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`CREATE TABLE IF NOT EXISTS media_files (
      id INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL UNIQUE, content_type TEXT NOT NULL) STRICT`);
    sql.exec(`CREATE TABLE IF NOT EXISTS media_parts (
      file_id INTEGER NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (file_id, part)) STRICT`);
  }

  /** @throws when it is larger than what one call carries */
  put(path: string, { content_type, bytes }: MediaFile): void {
    if (bytes.length > MEDIA_FILE_MAX_BYTES) throw new Error(`A file of ${bytes.length} bytes is too large`);
    const { id } = this.#sql
      .exec<{ id: number }>(
        'INSERT INTO media_files (path, content_type) VALUES (?, ?) RETURNING id',
        path,
        content_type,
      )
      .one();
    for (let at = 0; at * MEDIA_PART_MAX_BYTES < bytes.length; at += 1) {
      const part = bytes.slice(at * MEDIA_PART_MAX_BYTES, (at + 1) * MEDIA_PART_MAX_BYTES);
      this.#sql.exec('INSERT INTO media_parts (file_id, part, bytes) VALUES (?, ?, ?)', id, at, part.buffer);
    }
    this.#sql.exec('DELETE FROM media_files WHERE id <= ?', id - MEDIA_FILES_MAX);
    this.#sql.exec('DELETE FROM media_parts WHERE file_id <= ?', id - MEDIA_FILES_MAX);
  }

  get(path: string): MediaFile | undefined {
    const [file] = this.#sql
      .exec<{ id: number; content_type: string }>('SELECT id, content_type FROM media_files WHERE path = ?', path)
      .toArray();
    if (!file) return undefined;
    const parts = this.#sql
      .exec<{ bytes: ArrayBuffer }>('SELECT bytes FROM media_parts WHERE file_id = ? ORDER BY part', file.id)
      .toArray()
      .map(({ bytes }) => new Uint8Array(bytes));
    return { content_type: file.content_type, bytes: joinBytes(parts) };
  }
}
