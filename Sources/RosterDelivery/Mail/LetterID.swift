import RosterCore

/// A message's id in letters alone: six digits in a row are the code and nothing else.
enum LetterID {
    /// - Throws: ``DeliveryFailure/permanent(_:)`` for what is no id: it goes into headers and names
    ///   of files.
    static func of(_ message: OutgoingMessage) throws(DeliveryFailure) -> String {
        var letters = ""
        for byte in message.id.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                letters.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                letters.unicodeScalars.append(
                    Unicode.Scalar(byte - UInt8(ascii: "0") + UInt8(ascii: "g")))
            default: throw .permanent("the id of the message is malformed")
            }
        }
        guard letters.utf8.count == 24 else {
            throw .permanent("the id of the message is malformed")
        }
        return letters
    }
}
