/// The envelope's `status` of a failure (contracts/bitanswer.md §0; 0 is success).
enum BitAnswerCode: Int, Sendable {
    case invalid = 1001
    case badKey = 1002
    case notFound = 1004
    case conflict = 1005
    case tooMany = 1006
    case unknownRoute = 1009
    case internalError = 1500
    case busy = 1503
}
