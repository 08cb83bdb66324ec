import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { AdminAction, Plan } from '../../api/wire.ts';
import { PLAN_WORDS } from './admin-words.ts';

const LINK =
  'rounded-xs font-medium text-ink underline decoration-line-strong underline-offset-4 wrap-anywhere hover:decoration-ink';

/** Who acted, or to whom or what it was done: the way to a person, the name of anything else. */
export const PartyLink = ({ party }: { party: AdminAction['actor'] | AdminAction['target'] }) => {
  const { t } = useLingui();
  if (party.kind === 'setting') {
    const setting = <code className="font-mono text-xs">{party.id}</code>;
    return <Trans>the setting {setting}</Trans>;
  }
  if (party.kind === 'plan') {
    const plan = t(PLAN_WORDS[party.id as Plan]);
    return <Trans>the plan {plan}</Trans>;
  }
  if (party.kind === 'vendor') {
    const vendor = (
      <Link to="/studio/admin/vendors/$vendorId" params={{ vendorId: party.id }} className={LINK}>
        {party.id}
      </Link>
    );
    return <Trans>the vendor {vendor}</Trans>;
  }
  if (party.kind === 'job') {
    const job = <code className="font-mono text-xs wrap-anywhere">{party.id}</code>;
    return <Trans>the job {job}</Trans>;
  }
  if (party.kind === 'model') {
    const model = (
      <Link to="/studio/admin/models" className={LINK}>
        {party.id}
      </Link>
    );
    return <Trans>the model {model}</Trans>;
  }
  if (party.kind === 'payment_event') {
    const event = <code className="font-mono text-xs wrap-anywhere">{party.id}</code>;
    return <Trans>the event {event}</Trans>;
  }
  if (party.kind === 'enterprise_request') {
    const request = <code className="font-mono text-xs wrap-anywhere">{party.id}</code>;
    return <Trans>the request {request}</Trans>;
  }
  return (
    <Link to="/studio/admin/users/$userId" params={{ userId: party.id }} dir="auto" className={LINK}>
      {party.name ?? party.id}
    </Link>
  );
};
