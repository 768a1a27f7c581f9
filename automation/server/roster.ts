import { randomBytes } from 'node:crypto';
import { createToken, tokenMatches } from '../../ipc/handshake.ts';
import { timeLimit } from '../../ipc/time-limit.ts';
import { errors } from '../../protocol/errors.ts';
import type { Connect } from '../../protocol/tasks/messages.ts';
import type { TaskService } from '../tasks/service.ts';
import type { Client, ClientConnection } from './client-connection.ts';

export interface Member extends Client {
  readonly name: string | undefined;
  readonly pid: number | undefined;
  /** Who knows it is this client: ids are told to everybody. */
  readonly resumeToken: string;
  hearsEvents: boolean;
  /** Undefined while it is cut off. */
  connection: ClientConnection | undefined;
  /** While it is cut off: the end of what it is given to come back. */
  grace: Disposable | undefined;
}

export type Departure = 'goodbye' | 'vanished';

export interface RosterListener {
  entered(member: Member): void;
  left(member: Member, how: Departure): void;
}

/** The clients of a server. One that loses its connection stays for a while, so that it can go on where it was. */
export class Roster {
  readonly #service: TaskService;
  readonly #graceMs: number;
  readonly #listener: RosterListener;
  readonly #members = new Map<string, Member>();

  constructor(service: TaskService, graceMs: number, listener: RosterListener) {
    this.#service = service;
    this.#graceMs = graceMs;
    this.#listener = listener;
  }

  get members(): readonly Member[] {
    return [...this.#members.values()];
  }

  get(clientId: string): Member | undefined {
    return this.#members.get(clientId);
  }

  enter(who: Connect['data'], connection: ClientConnection): Member {
    const { name, pid, events = true } = who;
    const known = this.#known(who);
    const member = known ?? this.#newMember(name, pid);
    const former = member.connection;
    member.grace?.[Symbol.dispose]();
    member.grace = undefined;
    member.connection = connection;
    member.hearsEvents = events;
    // It has lost that one, and knew so before us.
    if (former) void former.close(errors.clientReplaced(member.id));
    if (!known) this.#listener.entered(member);
    return member;
  }

  leave(client: Client, connection: ClientConnection, how: 'goodbye' | 'lost'): void {
    const member = this.#members.get(client.id);
    if (member?.connection !== connection) return;
    member.connection = undefined;
    if (how === 'goodbye') this.#remove(member, 'goodbye');
    else member.grace = timeLimit(this.#graceMs, () => this.#remove(member, 'vanished'));
  }

  /** Nobody comes back. */
  clear(): void {
    for (const member of this.members) {
      member.grace?.[Symbol.dispose]();
      this.#remove(member, 'vanished');
    }
  }

  /** The client that somebody was, and proves to have been. */
  #known({ resume, resumeToken }: Connect['data']): Member | undefined {
    if (resume === undefined || resumeToken === undefined) return undefined;
    const member = this.#members.get(resume);
    return member && tokenMatches(resumeToken, member.resumeToken) ? member : undefined;
  }

  #newMember(name: string | undefined, pid: number | undefined): Member {
    const id = randomBytes(6).toString('hex');
    const member = {
      id,
      name,
      pid,
      resumeToken: createToken(),
      commander: this.#service.commanderFor({ id, name }),
      hearsEvents: true,
      connection: undefined,
      grace: undefined,
    };
    this.#members.set(id, member);
    return member;
  }

  #remove(member: Member, how: Departure): void {
    this.#members.delete(member.id);
    this.#listener.left(member, how);
  }
}
