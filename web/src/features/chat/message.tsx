import { Trans, useLingui } from '@lingui/react/macro';
import { Pencil, RefreshCw } from 'lucide-react';
import { memo, useState } from 'react';
import type { FinishReason } from '../../api/wire.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { EchoDot } from '../../ui/echo-rings.tsx';
import { Textarea } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Markdown } from './markdown.tsx';
import type { ShownMessage } from './shown-messages.ts';

type MessageProps = {
  message: ShownMessage;
  /** The name of the model that answers. */
  modelName: string;
  /** Nothing is on its way, so it may be changed or given anew. */
  isIdle: boolean;
  /** Sends the question again with other words. */
  onEdit: (message: ShownMessage, text: string) => void;
  /** Has the answer given anew. */
  onAgain: (message: ShownMessage) => void;
};

const EditForm = ({ text, onSave, onClose }: { text: string; onSave: (text: string) => void; onClose: () => void }) => {
  const { t } = useLingui();
  const [draft, setDraft] = useState(text);
  const isReady = draft.trim() !== '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSave(draft);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
      className="grid w-full gap-2"
    >
      <Textarea
        autoFocus
        aria-label={t`Your message`}
        value={draft}
        rows={Math.min(10, draft.split('\n').length + 1)}
        className="max-h-60 field-sizing-content"
        onChange={(event) => setDraft(event.target.value)}
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="grow text-xs text-ink-3 max-sm:basis-full">
          <Trans>What follows gives way to the new answer.</Trans>
        </span>
        <Button size="sm" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button size="sm" variant="solid" type="submit" disabled={!isReady}>
          <Trans>Send again</Trans>
        </Button>
      </div>
    </form>
  );
};

const Question = ({ message, isIdle, onEdit }: MessageProps) => {
  const { t } = useLingui();
  const [isEditing, setIsEditing] = useState(false);
  if (isEditing) {
    const save = (text: string) => {
      setIsEditing(false);
      onEdit(message, text);
    };
    return <EditForm text={message.text} onSave={save} onClose={() => setIsEditing(false)} />;
  }
  return (
    <div className="group relative grid max-w-full justify-items-end sm:max-w-[85%]">
      <h2 className="sr-only">
        <Trans>You</Trans>
      </h2>
      <p dir="auto" className="max-w-full rounded-lg bg-sunken px-4 py-2.5 text-base whitespace-pre-wrap wrap-anywhere">
        {message.text}
      </p>
      <div className="absolute end-0 top-full flex h-8 items-center opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <CopyButton text={message.text} label={t`Copy the message`} />
        <IconButton
          size="sm"
          label={t`Change the message`}
          icon={<Pencil aria-hidden="true" className="size-3.5" />}
          disabled={!isIdle || message.messageId === undefined}
          onClick={() => setIsEditing(true)}
        />
      </div>
    </div>
  );
};

/** What there is to be said of how an answer ended. */
const EndNote = ({ reason }: { reason: FinishReason }) => {
  const { t } = useLingui();
  const words: Record<FinishReason, string | undefined> = {
    stop: undefined,
    length: t`It was cut at its longest. Say “go on” for the rest.`,
    content_filter: t`The model’s own filter ended it here.`,
    canceled: t`You stopped it here.`,
    cut_off: t`The model broke off here. What it said is kept.`,
  };
  return words[reason] && <p className="text-xs text-ink-3">{words[reason]}</p>;
};

const Answer = ({ message, modelName, isIdle, onAgain }: MessageProps) => {
  const { t } = useLingui();
  return (
    <div className="grid min-w-0 gap-2">
      <div className="flex h-6 items-center gap-2 text-xs text-ink-3">
        <h2 className="font-semibold text-ink-2">{modelName}</h2>
        {message.demo && (
          <Badge>
            <Trans>Demo</Trans>
          </Badge>
        )}
        {message.isGrowing && (
          <>
            <EchoDot />
            <span className="sr-only">
              <Trans>is being written</Trans>
            </span>
          </>
        )}
      </div>
      <div className="min-h-6 min-w-0">
        <Markdown text={message.text} isGrowing={message.isGrowing} />
      </div>
      {message.finishReason && <EndNote reason={message.finishReason} />}
      <div className="-ms-2 flex h-8 items-center">
        {!message.isGrowing && (
          <>
            <CopyButton text={message.text} label={t`Copy the answer`} />
            <IconButton
              size="sm"
              label={t`Answer again`}
              icon={<RefreshCw aria-hidden="true" className="size-3.5" />}
              disabled={!isIdle || message.messageId === undefined}
              onClick={() => onAgain(message)}
            />
          </>
        )}
      </div>
    </div>
  );
};

/** One message with what can be done with it. */
export const Message = memo((props: MessageProps) => (
  <article className={props.message.role === 'user' ? 'grid justify-items-end' : 'grid min-w-0'}>
    {props.message.role === 'user' ? <Question {...props} /> : <Answer {...props} />}
  </article>
));
