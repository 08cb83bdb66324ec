import { Trans } from '@lingui/react/macro';
import { isOwnMachine } from '../../app/own-machine.ts';
import { buttonClass } from '../../ui/button.tsx';

/** On a machine of one's own no mail is sent: it lies in the sandbox's mailbox. */
export const DemoMailbox = ({ email }: { email: string }) =>
  isOwnMachine() && (
    <a
      href={`/sandbox/mail?${new URLSearchParams({ to: email })}`}
      target="_blank"
      rel="noreferrer"
      className={buttonClass('quiet', 'sm', 'justify-self-start')}
    >
      <Trans>
        Open the demo mailbox <span className="sr-only">in a new tab</span>
      </Trans>
    </a>
  );
