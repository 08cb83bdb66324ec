import type { Webhook } from '../../contract/webhooks.ts';
import { webhookSchema } from '../../contract/webhooks.ts';

export type WebhookRow = {
  id: string;
  url: string | null;
  description: string;
  events: string;
  isEnabled: number;
  disabledReason: string | null;
  failingSince: number | null;
  createdAt: number;
  secretCreatedAt: number;
  previousUntil: number | null;
};

/** SQL: an account's endpoints as they are shown. `?1` is the user, `?2` the time in unix ms. */
export const WEBHOOK_VIEW = `
  SELECT e.id, e.url, e.description, e.events, e.is_enabled AS isEnabled, e.disabled_reason AS disabledReason,
    e.failing_since AS failingSince, e.created_at AS createdAt, s.created_at AS secretCreatedAt,
    (SELECT MAX(p.expires_at) FROM webhook_secrets p WHERE p.endpoint_id = e.id AND p.expires_at > ?2) AS previousUntil
  FROM webhook_endpoints e JOIN webhook_secrets s ON s.endpoint_id = e.id AND s.expires_at IS NULL
  WHERE e.user_id = ?1 AND e.deleted_at IS NULL`;

export const toWebhook = (row: WebhookRow): Webhook => {
  const { secretCreatedAt, previousUntil, events, isEnabled, ...rest } = row;
  return webhookSchema.parse({
    ...rest,
    events: JSON.parse(events),
    isEnabled: isEnabled === 1,
    secret: { createdAt: secretCreatedAt, previousUntil },
  });
};
