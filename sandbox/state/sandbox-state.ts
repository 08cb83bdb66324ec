import { DurableObject } from 'cloudflare:workers';
import type { SandboxEnv } from '../env.ts';
import type { FaultOrder } from '../faults/fault.ts';
import { Accounts, type Arrival } from './accounts.ts';
import { type FalAnswer, FalRequests, type NewFalRequest } from './fal-requests.ts';
import { type CallFilter, FaultBook, type VendorCall } from './fault-book.ts';
import { type Mail, Mailbox, type SendKey } from './mailbox.ts';
import { type MediaFile, MediaFiles } from './media-files.ts';
import { PaymentOutbox, type Webhook } from './payment-outbox.ts';
import { PaymentThings } from './payment-things.ts';
import { type Outcome, RazorpayBooks, type RazorpayKey } from './razorpay-books.ts';
import { RazorpaySubscriptions } from './razorpay-subscriptions.ts';
import { type ReceivedCall, ReceivedCalls } from './received-calls.ts';
import { FAL_SIGNING_ALGORITHM, SIGNING_ALGORITHM, SigningKeys } from './signing-keys.ts';
import { Slots } from './slots.ts';
import { SpentTokens } from './spent-tokens.ts';
import { WayForPayBooks, type WayForPayOrder } from './wayforpay-books.ts';
import { WhitePayBooks, type WhitePayOrder, type WhitePayOutcome } from './whitepay-books.ts';

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
  readonly #paymentOutbox: PaymentOutbox;
  readonly #razorpay: RazorpayBooks;
  readonly #razorpaySubscriptions: RazorpaySubscriptions;
  readonly #wayforpay: WayForPayBooks;
  readonly #whitepay: WhitePayBooks;

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
    const paymentThings = new PaymentThings(sql);
    this.#paymentOutbox = new PaymentOutbox(sql);
    this.#razorpay = new RazorpayBooks(paymentThings, this.#paymentOutbox);
    this.#razorpaySubscriptions = new RazorpaySubscriptions(this.#razorpay);
    this.#wayforpay = new WayForPayBooks(paymentThings, this.#paymentOutbox);
    this.#whitepay = new WhitePayBooks(paymentThings, this.#paymentOutbox);
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

  createRazorpayOrder(key: RazorpayKey, asked: Parameters<RazorpayBooks['createOrder']>[1]) {
    return this.#razorpay.createOrder(key, asked);
  }

  readRazorpayOrder(key: RazorpayKey, id: string) {
    return this.#razorpay.readOrder(key, id);
  }

  listRazorpayPayments(key: RazorpayKey, orderId: string) {
    return this.#razorpay.listPayments(key, orderId);
  }

  payRazorpayOrder(keyId: string, id: string, outcome: Outcome, origin: string) {
    return this.#razorpay.payOrder(keyId, id, outcome, origin);
  }

  refundRazorpayPayment(
    key: RazorpayKey,
    paymentId: string,
    asked: Parameters<RazorpayBooks['refund']>[2],
    idempotencyKey: string | undefined,
  ) {
    return this.#razorpay.refund(key, paymentId, asked, idempotencyKey);
  }

  readRazorpayRefund(key: RazorpayKey, id: string) {
    return this.#razorpay.readRefund(key, id);
  }

  createRazorpayCustomer(key: RazorpayKey, asked: { name: string; email: string }, mayExist: boolean) {
    return this.#razorpay.createCustomer(key, asked, mayExist);
  }

  createRazorpayPlan(key: RazorpayKey, asked: Parameters<RazorpayBooks['createPlan']>[1]) {
    return this.#razorpay.createPlan(key, asked);
  }

  createRazorpaySubscription(key: RazorpayKey, asked: Parameters<RazorpaySubscriptions['create']>[1]) {
    return this.#razorpaySubscriptions.create(key, asked);
  }

  readRazorpaySubscription(key: RazorpayKey, id: string) {
    return this.#razorpaySubscriptions.read(key, id);
  }

  listRazorpaySubscriptions() {
    return this.#razorpaySubscriptions.list();
  }

  beginRazorpaySubscription(keyId: string, id: string, outcome: Outcome, origin: string) {
    return this.#razorpaySubscriptions.begin(keyId, id, outcome, origin);
  }

  renewRazorpaySubscription(id: string, outcome: 'pay' | 'fail') {
    return this.#razorpaySubscriptions.renew(id, outcome);
  }

  listRazorpayInvoices(key: RazorpayKey, subscriptionId: string) {
    return this.#razorpaySubscriptions.listInvoices(key, subscriptionId);
  }

  changeRazorpaySubscription(key: RazorpayKey, id: string, planId: string, remainingCount: number | null) {
    return this.#razorpaySubscriptions.change(key, id, planId, remainingCount);
  }

  undoRazorpayChange(key: RazorpayKey, id: string) {
    return this.#razorpaySubscriptions.undoChange(key, id);
  }

  cancelRazorpaySubscription(key: RazorpayKey, id: string, atCycleEnd: boolean) {
    return this.#razorpaySubscriptions.cancel(key, id, atCycleEnd);
  }

  openWayForPayOrder(form: Omit<WayForPayOrder, 'status' | 'refunded'>) {
    return this.#wayforpay.open(form);
  }

  payWayForPayOrder(merchantAccount: string, orderReference: string, outcome: 'pay' | 'fail') {
    return this.#wayforpay.pay(merchantAccount, orderReference, outcome);
  }

  checkWayForPayOrder(merchantAccount: string, orderReference: string) {
    return this.#wayforpay.check(merchantAccount, orderReference);
  }

  refundWayForPayOrder(merchantAccount: string, orderReference: string, amount: string, currency: string) {
    return this.#wayforpay.refund(merchantAccount, orderReference, amount, currency);
  }

  createWhitePayOrder(slug: string, asked: Parameters<WhitePayBooks['create']>[1], link: string) {
    return this.#whitepay.create(slug, asked, link);
  }

  findWhitePayOrder(id: string, slug?: string): WhitePayOrder | null {
    return this.#whitepay.find(id, slug);
  }

  payWhitePayOrder(id: string, outcome: WhitePayOutcome) {
    return this.#whitepay.pay(id, outcome);
  }

  settleWebhook(id: number, status: Webhook['status'], answer: number | null) {
    return this.#paymentOutbox.settle(id, status, answer);
  }

  findWebhook(id: number) {
    return this.#paymentOutbox.find(id);
  }

  listWebhooks(text: string | undefined) {
    return this.#paymentOutbox.list(text);
  }
}
