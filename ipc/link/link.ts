import { errors, TandemError } from '../../protocol/errors.ts';
import { isLinkMessage, type LinkMessage } from '../../protocol/link.ts';
import type { Message, Said } from '../../protocol/messages.ts';
import { Closing } from '../closing.ts';
import type { Carrier, Connection } from '../connection.ts';
import { Mailbox } from '../mailbox.ts';
import { remoteError } from '../remote-error.ts';
import { Acknowledgements } from './acknowledgements.ts';
import type { LinkLimits } from './limits.ts';
import { Outflow } from './outflow.ts';
import { startPulse } from './pulse.ts';
import { checkMove, type LinkState } from './state.ts';

/** What is done about a lost connection: that differs between who dials and who is dialled. */
export interface Recovery {
  /** The link is without a connection until somebody calls {@link Link.ride} or {@link Link.fail}. */
  lost(link: Link, loss: TandemError): void;
  /** The link has a connection again. */
  back(): void;
  /** The link is over. */
  stop(): void;
}

export interface LinkOptions {
  readonly id: string;
  readonly limits: LinkLimits;
  readonly recovery: Recovery;
  /** The first connection. */
  readonly carrier: Carrier;
  /** How many messages of the other side were taken from the connection already. */
  readonly seen?: number;
}

/** Ends of a connection that are nobody's fault. Any other is a violation, which the next connection would not cure. */
const LOSSES: readonly string[] = ['ipc.peerClosed', 'ipc.lost', 'frame.truncated', 'link.silent'];

export const isLoss = ({ code }: TandemError): boolean => LOSSES.includes(code);

/**
 * A {@link Connection} that outlives its physical connections, its carriers: what one side has said is kept until the
 * other has acknowledged it, and said again on the next carrier. Nothing is lost, doubled or disordered by a loss.
 */
export class Link implements Connection {
  readonly id: string;
  readonly #limits: LinkLimits;
  readonly #recovery: Recovery;
  readonly #outflow: Outflow;
  readonly #acknowledgements: Acknowledgements;
  readonly #messages = new Mailbox<Message>(() => this.#taken());
  readonly #closing = new Closing(() => this.#messages.drain());
  readonly #watchers = new Set<(state: LinkState) => void>();
  /** The last one that there was, also while there is none. */
  #carrier: Carrier;
  #riding: readonly Disposable[] | undefined;
  #state: LinkState = 'connecting';
  /** The other side keeps nothing and resumes nothing. */
  #plain = false;
  #welcomed = false;
  #peerGone = false;
  #spoke = false;
  #maxPayload: number;
  #farewell: TandemError | undefined;

  constructor({ id, limits, recovery, carrier, seen = 0 }: LinkOptions) {
    this.id = id;
    this.#limits = limits;
    this.#recovery = recovery;
    this.#carrier = carrier;
    this.#maxPayload = carrier.maxPayload;
    this.#outflow = new Outflow({
      carrier,
      window: limits.window,
      wrote: () => {
        this.#spoke = true;
      },
    });
    this.#acknowledgements = new Acknowledgements({
      limits,
      seen,
      heard: () => this.#carrier.heard,
      tell: (number) => {
        this.#spoke = true;
        this.#carrier.send({ link: 'seen', seen: number });
      },
    });
  }

  get state(): LinkState {
    return this.#state;
  }

  get closed(): boolean {
    return this.#closing.ended;
  }

  get maxPayload(): number {
    return this.#maxPayload;
  }

  set maxPayload(bytes: number) {
    this.#maxPayload = bytes;
    this.#carrier.maxPayload = bytes;
  }

  get congested(): Promise<void> | undefined {
    return this.#outflow.congested;
  }

  /** Called with each state that the link comes to. */
  onState(listener: (state: LinkState) => void): Disposable {
    this.#watchers.add(listener);
    return {
      [Symbol.dispose]: () => {
        this.#watchers.delete(listener);
      },
    };
  }

  send(message: Message): void {
    if (this.closed) return;
    const frame = this.#carrier.encode(message);
    const number = this.#outflow.last + 1;
    if (message.seq !== number) throw errors.linkNumber(`${message.seq} was to be sent as message ${number}`);
    this.#outflow.say(frame);
  }

  onMessage(listener: (message: Message) => void): Disposable {
    return this.#messages.subscribe(listener);
  }

  onClose(listener: (reason: TandemError) => void): Disposable {
    return this.#closing.onClose(listener);
  }

  flush(timeoutMs: number): Promise<boolean> {
    return this.#outflow.flush(timeoutMs);
  }

  close(reason = errors.connectionClosed()): Promise<void> {
    if (!this.closed) {
      this.#messages.clear();
      if (this.#riding && !this.#plain) {
        this.#outflow.writeRest();
        this.#carrier.send({ link: 'bye' });
      }
      this.#finish(reason);
    }
    return this.#carrier.close(reason);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  peerGone(): void {
    this.#peerGone = true;
    if (this.#state === 'reconnecting') this.fail(errors.peerClosed());
  }

  /** The first words of who dials; the other side has not answered yet. `opening` is said before the first message. */
  open(opening?: LinkMessage): void {
    if (opening) this.#carrier.send(opening);
    this.#mount(this.#carrier, 0);
  }

  /**
   * Goes on with a carrier, in place of one that may not yet be known to be lost, and says again what the other side has
   * not `seen`. Throws `link.unknown` when it is over, and `link.number`, and leaves everything as it is, when that cannot be.
   */
  ride(carrier: Carrier, seen: number, welcome = false): void {
    if (this.closed) throw errors.linkUnknown();
    this.#outflow.acknowledge(seen);
    if (this.#riding) {
      this.#dismount();
      this.#carrier.drop(errors.connectionLost('the other side has made another'));
      if (this.#state === 'connected') this.#move('reconnecting');
    }
    if (welcome) carrier.send({ link: 'welcome', seen: this.seen });
    this.#welcomed = true;
    this.#mount(carrier, seen);
    this.#move('connected');
    this.#recovery.back();
  }

  /** Whether the other side knows of the link. */
  get welcomed(): boolean {
    return this.#welcomed;
  }

  /** The first message, for as long as the link was not welcomed. */
  get firstFrame(): Uint8Array | undefined {
    return this.#welcomed ? undefined : this.#outflow.first;
  }

  /** Number of the last message that came. */
  get seen(): number {
    return this.#acknowledgements.seen;
  }

  /** Grows with what the link has carried, either way. */
  get progress(): number {
    return this.seen + this.#outflow.acknowledged;
  }

  /** Ends the link: the other side is out of reach, or not to be understood. */
  fail(reason: TandemError): void {
    if (this.closed) return;
    this.#messages.drain();
    this.#finish(reason);
    void this.#carrier.close(reason);
  }

  #mount(carrier: Carrier, seen: number): void {
    this.#carrier = carrier;
    carrier.maxPayload = this.#maxPayload;
    this.#acknowledgements.begin();
    if (this.#messages.holding) carrier.pause();
    const { heartbeat } = this.#limits;
    this.#riding = [
      carrier.onSaid((said) => this.#receive(said)),
      carrier.onClose((reason) => this.#lost(reason)),
      ...(heartbeat ? [startPulse(this.#pulsed(carrier, heartbeat.silenceMs), heartbeat)] : []),
    ];
    this.#outflow.ride(carrier, seen);
  }

  #dismount(): void {
    for (const one of this.#riding ?? []) one[Symbol.dispose]();
    this.#riding = undefined;
    this.#outflow.pause();
    this.#acknowledgements.pause();
  }

  #pulsed(carrier: Carrier, silenceMs: number) {
    // Who knows of no link gives no sign of life when there is nothing to say.
    const mayBeSilent = () => this.#messages.holding || this.#plain;
    return {
      get heard() {
        return mayBeSilent() ? undefined : carrier.heard;
      },
      beat: () => {
        // What waits to be written says it as well, and nothing may pile up behind it.
        if (!this.#spoke && !this.#outflow.blocked && !this.#plain) this.#acknowledgements.now();
        this.#spoke = false;
      },
      silent: () => carrier.drop(errors.linkSilent(silenceMs)),
    };
  }

  #receive(said: Said): void {
    if (isLinkMessage(said)) this.#hearAbout(said);
    else if (said.seq === this.seen + 1) this.#take(said);
    else if (said.seq > this.seen) {
      this.fail(errors.linkNumber(`message ${said.seq} came after message ${this.seen}`));
    }
    // Any other is said again, because we could not say that it had come.
  }

  #take(message: Message): void {
    if (this.#state === 'connecting') this.#goPlain();
    this.#acknowledgements.saw(message.seq);
    this.#messages.post(message);
    if (this.#messages.holding) this.#carrier.pause();
    if (this.#riding && !this.#plain) this.#acknowledgements.soon();
  }

  #hearAbout(message: LinkMessage): void {
    switch (message.link) {
      case 'welcome':
        this.#welcomed = true;
        if (this.#state === 'connecting') this.#move('connected');
        this.#forget(message.seen);
        break;
      case 'seen':
        this.#forget(message.seen);
        break;
      case 'bye':
        this.#endAfterAll(errors.peerClosed());
        break;
      case 'refused':
        this.fail(remoteError(message.error));
        break;
      default:
        this.fail(errors.linkNumber(`"${message.link}" was said in the middle of it`));
    }
  }

  #forget(seen: number): void {
    try {
      const { written } = this.#outflow;
      if (seen > written) throw errors.linkNumber(`${seen} was seen of ${written} messages`);
      this.#outflow.acknowledge(seen);
    } catch (thrown) {
      this.fail(TandemError.from(thrown));
    }
  }

  /** Somebody answers who does not know what a link is: a connection like any other. */
  #goPlain(): void {
    this.#plain = true;
    this.#outflow.keepNothing();
    this.#move('connected');
  }

  /** All messages that had to wait have been taken. */
  #taken(): void {
    if (this.#farewell) this.#endSoon(this.#farewell);
    else if (this.#riding) this.#carrier.resume();
  }

  #endAfterAll(reason: TandemError): void {
    this.#farewell = reason;
    if (!this.#messages.holding) this.#endSoon(reason);
  }

  /** Not in the turn in which the last messages came: who waits for an answer has to hear that first. */
  #endSoon(reason: TandemError): void {
    setImmediate(() => this.fail(reason));
  }

  #lost(reason: TandemError): void {
    this.#dismount();
    if (this.#plain || this.#peerGone || this.#farewell || !isLoss(reason)) this.#endAfterAll(reason);
    else {
      this.#move('reconnecting');
      this.#recovery.lost(this, reason);
    }
  }

  #finish(reason: TandemError): void {
    this.#dismount();
    this.#closing.end(reason, () => {
      this.#recovery.stop();
      this.#move('closed');
      this.#outflow.end();
    });
    this.#watchers.clear();
  }

  #move(state: LinkState): void {
    checkMove(this.#state, state);
    this.#state = state;
    for (const watcher of this.#watchers) watcher(state);
  }
}
