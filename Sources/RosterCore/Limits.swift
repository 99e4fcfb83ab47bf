/// Every bound of the directory in one place; the unit comes last in the name (DESIGN §8).
package enum Limits {
    // Names and texts, in code points unless said.
    package static let nameCodePointsMax = 64
    package static let displayNameCodePointsMax = 64
    package static let emailBytesMax = 254
    package static let emailLocalPartBytesMax = 64
    package static let phoneCodePointsMax = 32
    package static let urlBytesMax = 2048
    package static let bioCodePointsMax = 191
    package static let locationCodePointsMax = 191
    package static let extendBytesMax = 65_536
    package static let keyNameCodePointsMax = 64
    /// The longest password of any surface, in bytes: bounds the work before hashing.
    package static let passwordBytesMax = 1024
    /// What an administrator may give somebody as a password, in code points: Management's rule for
    /// accounts that are made for others.
    package static let givenPasswordCodePoints = 8...128
    /// The longest typed password that is put into the form that is hashed, in bytes: composing a text
    /// makes it shorter, by a factor of four at most.
    static let typedPasswordBytesMax = 4 * passwordBytesMax
    /// The longest text that is looked up as a login id, in bytes.
    package static let loginBytesMax = 1024

    // Clocks.
    package static let daySeconds: Int64 = 86_400
    /// How much further ahead than its longest a wait may end and still count: a request may have read
    /// the clock this long before the one that began the wait.
    static let waitSkewSeconds: Int64 = 5
    /// How far ahead of this node's clock something may have been made, by a node whose clock is.
    package static let clockSkewSeconds: Int64 = 60
    /// A clock further ahead of the time expected is not believed at once.
    package static let clockLeapSeconds: Int64 = daySeconds
    /// How long a clock must go evenly until it is believed.
    package static let clockAgreesSeconds: Int64 = 3600
    /// The latest time seen is written at most so often.
    package static let clockNoteSeconds: Int64 = 55

    // Sessions and guesses.
    /// A replaced token is answered again with the one in its place for so long, unless that one was
    /// used.
    package static let tokenRepeatSeconds: Int64 = 10
    /// At one account from one block of addresses, and from all blocks together.
    package static let failuresBeforeDelay = 5
    package static let failuresOfAllBlocksBeforeDelay = 100
    package static let failureDelaySecondsMax: Int64 = 900
    /// A counter that nobody touched for a day says nothing of an attack that still runs.
    package static let failureCounterSeconds: Int64 = 86_400
    /// Of accounts and of login ids that are nobody's, alike: a try makes two at most.
    package static let failureCountersMax = 200_000
    /// Blocks of addresses of which the failures at one account are counted apart.
    package static let failureBlocksPerSubjectMax = 200
    /// Blocks of addresses that an account logged in from lately.
    package static let knownBlocksPerAccountMax = 50
    package static let knownBlockDays: Int64 = 30
    /// Tries that are compared, or wait for their turn or for the end of their slot.
    static let triesUnderWayMax = 2048
    /// A typed password takes a slot more for each of so many bytes, up to what crypt(3) takes.
    static let slotPasswordBytes = 32
    static let slotPasswordBytesMax = 511
    package static let sessionsPerAccountMax = 100

    /// `lastUsedAt` of a key is written at most this often.
    package static let keyUseSeconds: Int64 = 60

    // Presence.
    /// `lastUsedAt` of a session is written at most this often.
    package static let sessionUseSeconds: Int64 = 30
    package static let sessionUseBatchRows = 500

    // Keys.
    package static let signingKeyDays: Int64 = 30

    // The recycle bin.
    package static let freedNameDays: Int64 = 30
    package static let purgeBatchRows = 200
    /// Events that nobody fetched are dropped after this long.
    package static let eventDays: Int64 = 30

    // Pages and batches.
    package static let pageSizeMax = 1000
    package static let batchElementsMax = 1000
    /// Lists of people that anybody may read end here: an engine passes over the rows before a page
    /// one by one.
    package static let openListDepthMax = 100_000
    /// Values of a search in all, and patterns among them: an engine bounds both.
    package static let searchValuesMax = 1000
    package static let searchPatternsMax = 100

    // Scans: lists and searches.
    /// Callers of one kind that wait for their turn, and of these, callers of one address block.
    package static let scansWaitingMax = 256
    package static let scansWaitingPerBlockMax = 128
    package static let scanWaitSeconds: Int64 = 10
    package static let scanRetrySeconds = 2

    // Imports.
    /// An id that a surface knows people by, where it is a text, in bytes.
    package static let surfaceTextBytesMax = 128
    /// A guid or instance id that a table brings, in bytes.
    package static let identifierBytesMax = 64
    /// Rows of one transaction of an import, at most.
    package static let importRows = 500
    /// How far an import has come is known this long after it last moved.
    package static let importRunDays: Int64 = 90
    /// Imported ids beyond it raise no numbers: a number allotted above would leave what JSON clients
    /// read exactly.
    package static let importedNumberMax: Int64 = 1 << 52

    // Cards.
    package static let cardNameUnitsMax = 200
    package static let cardBatchElementsMax = 100
    /// Of one that an import brings: a request's body could hold no more.
    package static let cardSnapshotBytesMax = 1024 * 1024
    package static let cardIDBytesMax = 128

    /// Answers are kept for repeated requests this long.
    package static let keptAnswerSeconds: Int64 = 86_400

    // Verification codes (contracts/thinksns.md §0).
    package static let codeDigits = 6
    package static let codeSeconds: Int64 = 600
    package static let codeTriesMax = 5
    /// Between two sendings of one purpose to one mailbox or phone that one block of addresses asks for.
    package static let codeResendSeconds: Int64 = 60
    /// To one mailbox or phone in ``codeDaySeconds``, over all purposes: that one block of addresses
    /// asks for, and in all.
    package static let codesPerAskerMax = 10
    package static let codesPerMailboxMax = 30
    package static let codeDaySeconds: Int64 = 86_400

    // Follows.
    static let undoneFollowSeconds: Int64 = 60

    // Messages.
    /// A message that is no code is of use for a day.
    package static let noticeSeconds: Int64 = 86_400
    /// A notice waits so long for an hour whose budget has room, and for its next try after that.
    package static let noticeWaitSecondsMax = noticeSeconds + deliverySeconds
    /// Changes of one kind of one account are told to one address once in this time.
    package static let noticeRepeatSeconds: Int64 = 60
    /// To one mailbox or phone in a day.
    package static let noticesPerMailboxMax = 30
    package static let hourSeconds: Int64 = 3600
    /// One block of addresses, loopback apart, may ask for this part of an hour's messages.
    package static let messageShareDivisor = 4
    /// Of the deliveries of a channel that run at a time, those of notices: a code always finds room.
    package static let noticesPerChannelMax = 8
    /// Whoever took a message and does not come back for so long has lost it. A delivery that runs
    /// longer comes back every ``deliveryRenewalSeconds``.
    package static let deliverySeconds: Int64 = 60
    package static let deliveryRenewalSeconds: Int64 = 15
    /// Deliveries that run at a time, and connections to a mail server or gateway.
    package static let deliveriesPerChannelMax = 16
    /// Of these, to mailboxes of one domain and to one mailbox or phone: a slow one holds up the
    /// others no longer than this many of its own.
    package static let deliveriesPerMailboxHostMax = 12
    package static let deliveriesPerMailboxMax = 2
    /// Tries are a second apart, then two, four and so on, up to this.
    package static let deliveryDelaySecondsMax: Int64 = 60

    // Media (contracts/thinksns.md §0, "storage").
    package static let mediaBytesMax = 2 * 1024 * 1024
    package static let mediaPixelsMax = 4096
    package static let uploadSeconds: Int64 = 3600
    /// Uploads that are not bound to an account are collected after this long.
    package static let unboundMediaSeconds: Int64 = 86_400
    package static let unboundMediaMax = 50

    // Ledgers.
    package static let ledgerAmountMax: Int64 = 1_000_000_000_000
    package static let ledgerNoteCodePointsMax = 200
}
