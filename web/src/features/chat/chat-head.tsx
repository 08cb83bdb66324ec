import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Download, EllipsisVertical, MessagesSquare, Pencil, SlidersHorizontal, SquarePen, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { CHAT_TITLE_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { messageOf } from '../../api/api-error.ts';
import { keys } from '../../api/queries.ts';
import type { Conversation } from '../../api/wire.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, menuItemClass } from '../../ui/menu.tsx';

import { transcriptUrlOf, updateConversation } from './chat-api.ts';
import { ConversationList } from './conversation-list.tsx';
import { useChatRemoval } from './use-chat-removal.ts';

const ICON = 'size-4';

const RenameDialog = ({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const [title, setTitle] = useState(conversation.title);
  const { conversationId } = conversation;
  const rename = useMutation({
    mutationFn: () => updateConversation(conversationId, { title: title.trim() }),
    onSuccess: (changed) => {
      cache.setQueryData(keys.conversation(conversationId), changed);
      void cache.invalidateQueries({ queryKey: keys.conversationLists });
      onClose();
    },
  });
  const save = () => title.trim() !== '' && rename.mutate();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Name this chat`}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button variant="solid" loading={rename.isPending} disabled={title.trim() === ''} onClick={save}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <Field label={t`Name`} error={rename.error ? messageOf(rename.error) : undefined} hint=" ">
        <Input
          data-autofocus
          value={title}
          maxLength={CHAT_TITLE_MAX_CHARS}
          onChange={(event) => setTitle(event.target.value)}
          onKeyDown={(event) => event.key === 'Enter' && !event.nativeEvent.isComposing && save()}
        />
      </Field>
    </Dialog>
  );
};

const MoreMenu = ({ conversation }: { conversation: Conversation }) => {
  const { t } = useLingui();
  const [isRenaming, setIsRenaming] = useState(false);
  const { conversationId, historyJobId } = conversation;
  const navigate = useNavigate();
  const removal = useChatRemoval();
  const downloads = [
    ['docx', t`Download for Word`],
    ['md', t`Download as Markdown`],
  ] as const;
  return (
    <>
      <Menu
        label={t`More on this chat`}
        trigger={(props) => (
          <IconButton {...props} label={t`More`} icon={<EllipsisVertical aria-hidden="true" className={ICON} />} />
        )}
      >
        <MenuItem onSelect={() => setIsRenaming(true)}>
          <Pencil aria-hidden="true" className={ICON} /> <Trans>Rename</Trans>
        </MenuItem>
        {downloads.map(([format, words]) => (
          <a
            key={format}
            role="menuitem"
            tabIndex={-1}
            href={transcriptUrlOf(conversationId, format)}
            download
            className={menuItemClass}
          >
            <Download aria-hidden="true" className={ICON} /> {words}
          </a>
        ))}
        {historyJobId !== null && (
          <MenuItem
            onSelect={() => {
              removal.mutate(historyJobId);
              void navigate({ to: '/studio/chat', replace: true });
            }}
          >
            <Trash2 aria-hidden="true" className={ICON} /> <Trans>Delete</Trans>
          </MenuItem>
        )}
      </Menu>
      {isRenaming && <RenameDialog conversation={conversation} onClose={() => setIsRenaming(false)} />}
    </>
  );
};

type ChatHeadProps = {
  conversation: Conversation | undefined;
  title: string;
  onSettings: () => void;
};

/** The name of the chat, and what can be done with it. What stands beside on a wide screen opens from here on others. */
export const ChatHead = ({ conversation, title, onSettings }: ChatHeadProps) => {
  const { t } = useLingui();
  const [isListOpen, setIsListOpen] = useState(false);
  return (
    <div className="flex min-h-16 items-center justify-between gap-2 py-3">
      <h1 dir="auto" className="truncate text-lg font-semibold">
        {title}
      </h1>
      <div className="flex shrink-0 items-center gap-1">
        <IconButton
          label={t`All chats`}
          className="xl:hidden"
          icon={<MessagesSquare aria-hidden="true" className={ICON} />}
          onClick={() => setIsListOpen(true)}
        />
        <IconButton
          label={t`Model and settings`}
          className="xl:hidden"
          icon={<SlidersHorizontal aria-hidden="true" className={ICON} />}
          onClick={onSettings}
        />
        {conversation && <MoreMenu conversation={conversation} />}
        <Link to="/studio/chat" className={buttonClass('line', 'sm')}>
          <SquarePen aria-hidden="true" className={ICON} />
          <span className="max-sm:sr-only">
            <Trans>New chat</Trans>
          </span>
        </Link>
      </div>
      <Dialog open={isListOpen} onClose={() => setIsListOpen(false)} title={t`Chats`}>
        <div className="-mx-3">
          <ConversationList onChosen={() => setIsListOpen(false)} />
        </div>
      </Dialog>
    </div>
  );
};
