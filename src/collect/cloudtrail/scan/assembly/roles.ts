// Read by both compilers: the numbers that the scanner and its host share.

/** What a member at the top of a record is to the facts. `NONE`: no fact reads it. */
export const NONE = 0;
/** Part of what was called, kept as it stands. */
export const WHAT = 1;
export const EVENT_TIME = 2;
export const EVENT_ID = 3;
export const SHARED_EVENT_ID = 4;
/** Counts only when something in it is read: mostly large, and different in every record. */
export const RESPONSE_ELEMENTS = 5;
export const ADDITIONAL_EVENT_DATA = 6;
/** Part of who called. */
export const WHO = 7;
export const REQUEST_PARAMETERS = 8;
export const RESOURCES = 9;
export const EVENT_SOURCE = 10;
/** Beside the others: a word that other rules than those of the members know. */
export const READ = 11;

/** Lists of names. */
export const RECORD_NAMES = 0;
/** Members of `responseElements` that tell the outcome. */
export const RESPONSE_NAMES = 1;
/** Members of `additionalEventData` that a request feature reads. */
export const ADDITIONAL_NAMES = 2;
/** First parts of an S3 ARN's resource that are no bucket. */
export const NO_BUCKETS = 3;

/** Members of `userIdentity` and of what is in it that tell sessions of one role apart, and itself. */
export const IDENTITY_NAMES = 4;
export const USER_IDENTITY = 1;
export const PRINCIPAL_ID = 2;
export const IDENTITY_ARN = 3;
export const ACCESS_KEY_ID = 4;
export const SESSION_CONTEXT = 5;
export const ATTRIBUTES = 6;
export const CREATION_DATE = 7;

/** What a value of a request parameter is to the facts. */
export const KEPT = 0;
/** Nothing but that it is there. */
export const IGNORED = 1;
/** The key of an S3 object: its first folders. */
export const OBJECT_KEY = 2;
/** A bucket: what `NO_BUCKETS` lists is none. */
export const BUCKET = 3;
/** An S3 ARN may stand there. */
export const ARN = 4;

/** What is special about a service's calls. */
export const ORDINARY = 0;
/** Its responses name the access key of the session they issue. */
export const ISSUES = 1;

/** What the host says of the text of a call. */
export const STAGED = 0;
/** The whole record tells what is wrong with it, or the session that it issued. */
export const NOT_STAGED = 1;
/** What was left out of this text might count. */
export const NOT_ENOUGH = 2;

/** No class of sessions: each caller is staged by itself. */
export const NO_CLASS = 0x7fffffff;

/** A caller's class with this bit: the text is of the whole call. */
export const WHOLE = 0x40000000;

/** How a scan ends: `ROOM`, `ODD` are to be gone on from. */
export const DONE = 0;
export const NO_LOG = 1;
/** What was found is to be taken away. */
export const ROOM = 2;
/** A record is to be read whole by JSON.parse. */
export const ODD = 3;
