// The page's one connection to the films: wishes out, messages in, mended by itself.

/** Milliseconds between two wishes. */
const WISH_EVERY = 100;
/** Milliseconds before the first new try, and at most before a later one. */
const FIRST_PAUSE = 250;
const LONGEST_PAUSE = 10_000;
/** Milliseconds a connection must have lived before the pauses begin anew. */
const STEADY = 5_000;
/** Milliseconds between two looks at the clock, and as many as tell that the computer slept. */
const LOOK_EVERY = 5_000;
const ASLEEP = 30_000;

/**
 * Where the films are: beside Streamlit's own address, whatever path the page's server is under.
 *
 * @param {string} module the address of a component's file
 */
export function filmsAddress(module) {
  const { protocol, pathname, host } = new URL(module);
  const base = pathname.slice(0, Math.max(0, pathname.indexOf("/_stcore/")));
  return `${protocol === "https:" ? "wss" : "ws"}://${host}${base}/films`;
}

/**
 * @typedef {object} World what a socket needs of a browser
 * @property {typeof WebSocket} WebSocket
 * @property {typeof setTimeout} setTimeout
 * @property {typeof clearTimeout} clearTimeout
 * @property {() => number} now milliseconds
 * @property {() => number} random 0 to 1
 * @property {() => boolean} isHidden whether nobody sees the page
 */

export class FilmSocket {
  /**
   * @param {object} given
   * @param {string} given.address
   * @param {() => object|null} given.wish what the page wants now; null for nothing
   * @param {(buffer: ArrayBuffer) => void} given.onMessage
   * @param {() => void} given.onState called when `isMending` has changed
   * @param {World} world
   */
  constructor({ address, wish, onMessage, onState }, world) {
    Object.assign(this, { address, wish, onMessage, onState, world });
    /** Whether a connection was lost, or could not be had, and there is no new one yet. */
    this.isMending = false;
    this.socket = null;
    this.isOpen = false;
    this.tries = 0;
    this.sent = null;
    this.sentAt = -Infinity;
    this.sending = this.retrying = null;
  }

  /** Connect, unless that is so or under way. */
  open() {
    this.#stopRetrying();
    if (this.socket) return;
    const socket = new this.world.WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = ({ data }) => socket === this.socket && this.onMessage(data);
    socket.onclose = () => this.#closed(socket);
    this.socket = socket;
    if (!this.looking) this.#look(this.world.now());
  }

  /** Something that is wished for may have changed: say so soon, unless it has not; `forget` says it anyway. */
  stir({ every = WISH_EVERY, forget = false } = {}) {
    if (forget) this.sent = null;
    if (!this.isOpen) return;
    const due = this.sentAt + every;
    if (this.sending !== null && this.dueAt <= due) return;
    this.world.clearTimeout(this.sending);
    this.dueAt = due;
    const pause = Math.min(every, Math.max(0, due - this.world.now())); // a clock may be set back
    this.sending = this.world.setTimeout(() => this.say(), pause);
  }

  /** Leave this connection and make another at once. */
  renew() {
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      this.#lost();
      socket.close();
    }
    this.open();
  }

  #opened(socket) {
    if (socket !== this.socket) return;
    this.isOpen = true;
    this.openedAt = this.world.now();
    this.sent = null;
    this.sentAt = -Infinity;
    this.#mending(false);
    this.say();
  }

  /** Say now what is wished for, unless it was said already. */
  say() {
    this.world.clearTimeout(this.sending);
    this.sending = null;
    if (!this.isOpen) return;
    const wish = this.wish();
    const text = wish && JSON.stringify(wish);
    if (!text || text === this.sent) return;
    this.sent = text;
    this.sentAt = this.world.now();
    this.socket.send(text);
  }

  #closed(socket) {
    if (socket !== this.socket) return;
    this.socket = null;
    if (this.isOpen && this.world.now() - this.openedAt >= STEADY) this.tries = 0;
    this.#lost();
    this.#mending(true);
    if (!this.world.isHidden()) this.#retry(); // a page nobody sees connects when it is seen
  }

  #lost() {
    this.isOpen = false;
    this.world.clearTimeout(this.sending);
    this.sending = null;
  }

  #retry() {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.tries);
    this.tries += 1;
    this.retrying = this.world.setTimeout(() => this.open(), pause * (0.5 + 0.5 * this.world.random()));
  }

  #stopRetrying() {
    this.world.clearTimeout(this.retrying);
    this.retrying = null;
  }

  #mending(isMending) {
    if (isMending === this.isMending) return;
    this.isMending = isMending;
    this.onState();
  }

  /** A clock that jumps tells of a sleep, after which a connection may be dead and not know it. */
  #look(before) {
    this.looking = this.world.setTimeout(() => {
      const now = this.world.now();
      if (now - before > ASLEEP && !this.world.isHidden()) this.renew();
      this.#look(now);
    }, LOOK_EVERY);
  }
}
