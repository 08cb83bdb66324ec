import { DurableObject } from 'cloudflare:workers';
import type { LiveEvent } from '../worker/contract/events.ts';
import { ACCESS_TOKEN_MS } from '../worker/contract/limits.ts';
import { readLiveCredentials } from '../worker/db/account-access.ts';
import type {
  CloseOp,
  CloseResult,
  ExpireOp,
  ExpireResult,
  GrantOp,
  GrantResult,
  SubmitOp,
  SubmitResult,
  TakeBackOp,
  TakeBackResult,
} from '../worker/ledger/account-ops.ts';
import { type Admission, Admissions, type AdmitRequest } from './admission.ts';
import { announceClose, announceEvictions, announceRows } from './announce.ts';
import { Postings } from './postings.ts';
import { acceptSocket, answerPings, broadcast, credentialsOf, keepSockets, refuseLargeFrame } from './sockets.ts';

/**
 * One per user: gives the user's postings their order, and holds his live sockets.
 * Every method takes the user's id, since an object cannot always tell its own name.
 */
export class AccountDO extends DurableObject<Env> {
  readonly #postings: Postings;
  readonly #admissions: Admissions;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    answerPings(ctx);
    this.#postings = new Postings(env, ({ rows, evicted }) => {
      announceRows(this.ctx, this.env.DB, rows);
      announceEvictions(this.ctx, this.env, evicted);
    });
    this.#admissions = new Admissions(ctx, env.DB);
  }

  /** Lets a request of the user in and counts it, or says why not. */
  admit(userId: string, request: AdmitRequest): Promise<Admission> {
    return this.#admissions.admit(userId, request, Date.now());
  }

  /** Charges for a job and creates it, in one commit. Exactly once per `clientJobId`. */
  async submit(userId: string, op: Omit<SubmitOp, 'kind'>): Promise<SubmitResult> {
    return (await this.#postings.add(userId, { kind: 'submit', ...op })) as SubmitResult;
  }

  /** `admit` and `submit` by one call: what is not let in is not submitted. */
  async admitAndSubmit(
    userId: string,
    request: AdmitRequest,
    op: Omit<SubmitOp, 'kind'>,
  ): Promise<{ admission: Admission; submitted: SubmitResult | null }> {
    const admission = await this.admit(userId, request);
    return { admission, submitted: admission.ok ? await this.submit(userId, op) : null };
  }

  /** Ends a job, with its refund or settlement if any, in one commit. Exactly one end per job. */
  async close(userId: string, op: Omit<CloseOp, 'kind'>): Promise<CloseResult> {
    const result = (await this.#postings.add(userId, { kind: 'close', ...op })) as CloseResult;
    if (result.ok && result.closed) await announceClose(this.ctx, this.env.DB, userId, op);
    return result;
  }

  /** Adds or takes credits outside a job, or opens the account with its first grant. Once per id. */
  async grant(userId: string, op: Omit<GrantOp, 'kind'>): Promise<GrantResult> {
    return (await this.#postings.add(userId, { kind: 'grant', ...op })) as GrantResult;
  }

  /** Takes the whole balance of an account that was not used since a moment; one that was keeps it. Once per id. */
  async expire(userId: string, op: Omit<ExpireOp, 'kind'>): Promise<ExpireResult> {
    return (await this.#postings.add(userId, { kind: 'expire', ...op })) as ExpireResult;
  }

  /** Takes back what a payment gave, as far as it is there; what is spent already is owed. Once per refund. */
  async takeBack(userId: string, op: Omit<TakeBackOp, 'kind'>): Promise<TakeBackResult> {
    return (await this.#postings.add(userId, { kind: 'take_back', ...op })) as TakeBackResult;
  }

  /** Sends an event to every open tab of the user. */
  publish(event: LiveEvent): void {
    broadcast(this.ctx, event);
  }

  /**
   * Reads anew what the user may do, and cuts the live sockets that may not stay. Whoever blocks him, changes his role
   * or plan, ends a session or revokes a token calls this after it is written.
   */
  async accessChanged(userId: string): Promise<void> {
    this.#postings.forget();
    const access = await this.#admissions.reload(userId, Date.now());
    if (access && !access.isBlocked) await this.#cutStaleSockets();
    else keepSockets(this.ctx, new Set());
  }

  /** Accepts a live socket; the route has authenticated it. */
  override async fetch(request: Request): Promise<Response> {
    const reply = acceptSocket(this.ctx, request);
    // The door let it in a moment ago; what has changed since then has cut only the sockets that stood here already.
    keepSockets(this.ctx, new Set(credentialsOf(this.ctx).filter((id) => this.#admissions.mayStay(id))));
    if ((await this.ctx.storage.getAlarm()) === null) await this.#checkSocketsLater();
    return reply;
  }

  /** A session may run out, or an end go unheard, while its socket is open. */
  override async alarm(): Promise<void> {
    await this.#cutStaleSockets();
    if (this.ctx.getWebSockets().length > 0) await this.#checkSocketsLater();
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    refuseLargeFrame(socket, message);
  }

  async #cutStaleSockets(): Promise<void> {
    const ids = credentialsOf(this.ctx);
    if (ids.length > 0) keepSockets(this.ctx, await readLiveCredentials(this.env.DB, ids, Date.now()));
  }

  #checkSocketsLater(): Promise<void> {
    return this.ctx.storage.setAlarm(Date.now() + ACCESS_TOKEN_MS);
  }
}
