/// Every bound of the HTTP layer in one place; the unit comes last in the name (DESIGN §1, §8).
package enum Bounds {
    /// Request line and header fields together; beyond: 431 in the surface's own shape.
    package static let headerBytesMax = 32 * 1024
    /// Where the wire decoder itself gives up with a bare 400.
    package static let decoderHeaderBytesMax = 80 * 1024
    package static let decoderHeaderFieldsMax = 1000
    /// Of HTTP/2, after unpacking, each field with 32 more (RFC 9113 §6.5.2); beyond, the connection ends.
    package static let headerListBytesMax = 40 * 1024
    /// Streams of one connection of HTTP/2 at once.
    package static let streamsMax = 100
    /// A request body, unless the route says otherwise.
    package static let bodyBytesMax = 1024 * 1024
    package static let jsonDepthMax = 64
    /// How long a body may take to arrive.
    package static let bodySeconds: Int64 = 30
    /// How long answers may wait for a client that does not read.
    package static let writeSeconds: Int64 = 60
    /// How often in that time it is looked whether something was read.
    package static let writeChecks: Int64 = 6
    /// How long a TLS connection may take to its first request.
    package static let handshakeSeconds: Int64 = 10
    /// How long a connection may be silent, or drip header bytes, between two requests.
    package static let idleSeconds: Int64 = 60
    /// What is still read of a body that was refused early, so that the answer is not lost to a
    /// reset; then the connection is cut.
    package static let drainedBytesMax = 256 * 1024
    package static let drainSeconds: Int64 = 2
    package static let connectionsMax = 10_000
    package static let requestIDCharactersMax = 128
    package static let pathSegmentsMax = 32
    package static let queryItemsMax = 2000
    package static let idempotencyKeyBytesMax = 255
    /// The longest answer that is kept for repeats although it changed nothing.
    package static let keptRefusalBytesMax = 64 * 1024
    /// Requests whose heads take up to here have a budget of their own.
    package static let smallHeadBytesMax = 8 * 1024
    package static let smallHeadBudgetBytes = 64 * 1024 * 1024
    /// Other heads of requests that are on their way or worked on.
    package static let headBudgetBytes = 32 * 1024 * 1024
    /// What a request costs besides the bytes of its head: its stream, its task, and each of its fields.
    package static let requestBytes = 4 * 1024
    package static let headerFieldBytes = 64
    /// What of an unfinished head is not counted, and by how much more is taken at once.
    package static let freeHeadBytes = 2 * 1024
    package static let headStepBytes = 8 * 1024
    /// A body that holds a batch of up to a thousand elements.
    package static let batchBodyBytesMax = 4 * 1024 * 1024
    /// Bodies up to here have a budget of their own.
    package static let smallBodyBytesMax = 16 * 1024
    package static let smallBodyBudgetBytes = 32 * 1024 * 1024
    /// The default of `limits.bodyBytes`: other bodies that are in memory at once.
    package static let bodyBudgetBytes = 64 * 1024 * 1024
    /// By how much a body of unknown length takes more room, and what a body on its way to a file may
    /// have in memory.
    package static let bodyStepBytes = 64 * 1024
    /// How long a body waits for room.
    package static let bodyRoomSeconds: Int64 = 3
    /// The default of `limits.answerBytes`: answers that wait for their readers.
    package static let answerBudgetBytes = 64 * 1024 * 1024
    /// Such an answer always finds room.
    package static let smallAnswerBytesMax = 16 * 1024
    /// How long an answer waits for room.
    package static let answerRoomSeconds: Int64 = 5
    /// Whose answer has not moved for so long may be closed for others.
    package static let stalledAnswerSeconds: Int64 = 2
    /// When callers who found no room are told to come back.
    package static let overloadRetrySeconds = 5
    /// What is read of a connection at once, and what a stream of HTTP/2 may send unasked.
    package static let readBytesMax = 16 * 1024
    /// The buffers of the system for each connection.
    package static let receiveBufferBytes = 32 * 1024
    package static let sendBufferBytes = 64 * 1024
    /// Parts in which an answer is written, so that a slow reader is told from one that has stopped.
    package static let answerPartBytes = 8 * 1024
    /// Pages that are read and written at once, besides those up to ``freePageBytes``.
    package static let pageBudgetBytes = 96 * 1024 * 1024
    package static let freePageBytes = 1024 * 1024
    /// How much of an answer is written at once.
    package static let answerPortionBytes = 256 * 1024
    package static let userAgentBytesMax = 256
    /// Log lines that wait for a reader; beyond, they are dropped and counted.
    package static let logQueueBytesMax = 4 * 1024 * 1024
    /// How long an end waits for a reader of the log.
    package static let logFlushSeconds = 1.0
    /// How long a connection without a request is kept for one when the server ends.
    package static let lastRequestSeconds: Int64 = 1
    /// How long running requests may take to finish at shutdown.
    package static let shutdownSeconds: Int64 = 20
}
