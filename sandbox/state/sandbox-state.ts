import { DurableObject } from 'cloudflare:workers';
import type { SandboxEnv } from '../env.ts';
import type { FaultOrder } from '../faults/fault.ts';
import { Accounts, type Arrival } from './accounts.ts';
import { type FalAnswer, FalRequests, type NewFalRequest } from './fal-requests.ts';
import { type CallFilter, FaultBook, type VendorCall } from './fault-book.ts';
import { type Mail, Mailbox, type SendKey } from './mailbox.ts';
import { type MediaFile, MediaFiles } from './media-files.ts';
import { type ReceivedCall, ReceivedCalls } from './received-calls.ts';
import { FAL_SIGNING_ALGORITHM, SIGNING_ALGORITHM, SigningKeys } from './signing-keys.ts';
import { Slots } from './slots.ts';
import { SpentTokens } from './spent-tokens.ts';

/**
 * What all isolates of the sandbox must agree on, behind one address. Each concern is a module with tables of its own;
 * here it is only handed on, so that every question costs one round trip.
 */
export class SandboxState extends DurableObject<SandboxEnv> {
  readonly #faults: FaultBook;
  readonly #mailbox: Mailbox;
  readonly #accounts: Accounts;
  readonly #signingKeys: SigningKeys;
  readonly #spentTokens: SpentTokens;
  readonly #slots: Slots;
  readonly #mediaFiles: MediaFiles;
  readonly #falRequests: FalRequests;
  readonly #falSigningKeys: SigningKeys;
  readonly #receivedCalls: ReceivedCalls;

  constructor(state: DurableObjectState, env: SandboxEnv) {
    super(state, env);
    const { sql } = state.storage;
    this.#faults = new FaultBook(sql);
    this.#mailbox = new Mailbox(sql);
    this.#accounts = new Accounts(sql);
    this.#signingKeys = new SigningKeys(sql, SIGNING_ALGORITHM);
    this.#spentTokens = new SpentTokens(sql);
    this.#slots = new Slots(sql);
    this.#mediaFiles = new MediaFiles(sql);
    this.#falRequests = new FalRequests(sql);
    this.#falSigningKeys = new SigningKeys(sql, FAL_SIGNING_ALGORITHM);
    this.#receivedCalls = new ReceivedCalls(sql);
  }

  takeFault(call: VendorCall) {
    return this.#faults.takeFault(call);
  }

  addOrder(order: FaultOrder) {
    return this.#faults.addOrder(order);
  }

  listOrders() {
    return this.#faults.listOrders();
  }

  clearOrders(filter: { vendor?: string | undefined; id?: number | undefined }) {
    return this.#faults.clearOrders(filter);
  }

  listCalls(filter: CallFilter) {
    return this.#faults.listCalls(filter);
  }

  clearCalls(filter: CallFilter) {
    return this.#faults.clearCalls(filter);
  }

  deliverMail(mail: Mail, sendKey: SendKey | undefined) {
    return this.#mailbox.deliver(mail, sendKey);
  }

  listMailLines(to: string | undefined) {
    return this.#mailbox.listLines(to);
  }

  listMails(to: string | undefined, limit: number) {
    return this.#mailbox.listMails(to, limit);
  }

  getMail(id: string) {
    return this.#mailbox.getMail(id);
  }

  clearMails(to: string | undefined) {
    return this.#mailbox.clear(to);
  }

  issueCode(arrival: Arrival, challenge: string) {
    return this.#accounts.issueCode(arrival, challenge);
  }

  redeemCode(code: string, challenge: string) {
    return this.#accounts.redeemCode(code, challenge);
  }

  refreshSession(token: string) {
    return this.#accounts.refresh(token);
  }

  findSession(sessionId: string) {
    return this.#accounts.findSession(sessionId);
  }

  getSigningKey() {
    return this.#signingKeys.getPrivateJwk();
  }

  spendToken(token: string, idempotencyKey: string | undefined) {
    return this.#spentTokens.spend(token, idempotencyKey);
  }

  putFile(path: string, file: MediaFile) {
    return this.#mediaFiles.put(path, file);
  }

  getFile(path: string) {
    return this.#mediaFiles.get(path);
  }

  addFalRequest(request: NewFalRequest) {
    return this.#falRequests.add(request);
  }

  takeFalRequest() {
    return this.#falRequests.take(Date.now());
  }

  finishFalRequest(id: string, answer: FalAnswer) {
    return this.#falRequests.finish(id, answer, Date.now());
  }

  addFalLog(id: string, message: string) {
    return this.#falRequests.addLog(id, message, Date.now());
  }

  listFalLogs(id: string) {
    return this.#falRequests.listLogs(id);
  }

  getFalSigningKey() {
    return this.#falSigningKeys.getPrivateJwk();
  }

  findFalRequest(id: string, account: string, app: string) {
    return this.#falRequests.find(id, account, app);
  }

  cancelFalRequest(id: string) {
    return this.#falRequests.cancel(id);
  }

  receive(call: ReceivedCall, answer: { status: number; times: number | null }) {
    return this.#receivedCalls.receive(call, answer);
  }

  listReceived(path: string | undefined) {
    return this.#receivedCalls.list(path);
  }

  findReceived(id: number) {
    return this.#receivedCalls.find(id);
  }

  takeSlot(account: string, limit: number) {
    return this.#slots.take(account, limit);
  }

  freeSlot(id: number) {
    return this.#slots.free(id);
  }
}
