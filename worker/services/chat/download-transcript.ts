import type { Context } from '../../context.ts';
import type { TranscriptFormat } from '../../contract/chat.ts';
import { attachmentOf, fileNameOf } from '../../media/file-name.ts';
import { listModels } from '../vendors/list-models.ts';
import { readConversation } from './read-conversation.ts';
import { toMarkdown, toTranscript } from './transcript.ts';

export const TRANSCRIPT_TYPES = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  md: 'text/markdown; charset=utf-8',
} as const satisfies Record<TranscriptFormat, string>;

/**
 * A user's own conversation as a file.
 * @throws AppError not_found, also for somebody else's.
 */
export const downloadTranscript = async (
  ctx: Context,
  input: { userId: string; conversationId: string; format: TranscriptFormat },
): Promise<{ body: Uint8Array<ArrayBuffer>; headers: Record<string, string> }> => {
  const { format } = input;
  const [conversation, models] = await Promise.all([readConversation(ctx, input), listModels(ctx, { module: 'text' })]);
  const transcript = toTranscript(conversation, (modelId) => models.find(({ id }) => id === modelId)?.name ?? modelId);
  const name = fileNameOf(conversation.title, 'conversation', format);
  // Large, and wanted by few: evaluated when the first of them asks.
  const body =
    format === 'md'
      ? new Uint8Array(new TextEncoder().encode(toMarkdown(transcript)))
      : await (await import('./transcript-docx.ts')).toDocx(transcript);
  return {
    body,
    headers: {
      'Content-Type': TRANSCRIPT_TYPES[format],
      'Content-Disposition': attachmentOf(`conversation.${format}`, name),
    },
  };
};
