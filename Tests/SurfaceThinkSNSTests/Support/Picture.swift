import Crypto
import Foundation

/// A small file of each type that may be stored.
struct Picture: Sendable, CustomStringConvertible {
    /// What it is sent as.
    let type: String
    let width: Int
    let height: Int
    let bytes: [UInt8]

    var description: String { "\(type) \(width)x\(height)" }

    private init(_ type: String, _ width: Int, _ height: Int, _ bytes: [UInt8]) {
        self.type = type
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    static let png = png(width: 3, height: 2)

    static func png(width: Int, height: Int, shade: UInt8 = 0xAA, length: Int? = nil) -> Picture {
        Picture(
            "image/png", width, height,
            PNGWriter.file(width: width, height: height, shade: shade, length: length))
    }

    static let gif = Picture(
        "image/gif", 3, 2,
        decoded("R0lGODdhAwACAIEAAArIHgAAAAAAAAAAACwAAAAAAwACAAAIBgABCBwYEAA7"))

    static let webP = Picture(
        "image/webp", 3, 2,
        decoded("UklGRh4AAABXRUJQVlA4TBEAAAAvAkAAAAdQ5CrUo/+BiOh/AAA="))

    /// Progressive, of one colour.
    static let jpeg = Picture(
        "image/jpeg", 3, 2,
        decoded(
            """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////\
            ////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////\
            ////////////////////////////////////////////////////////////wgARCAACAAMDASIA\
            AhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABUBAQEAAAAAAAAAAAAAAAAAAAID/9oADAMB\
            AAIQAxAAAAEBP//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAQUCf//EABQRAQAAAAAAAAAA\
            AAAAAAAAAAD/2gAIAQMBAT8Bf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Bf//EABQQ\
            AQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEABj8Cf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEA\
            AT8hf//aAAwDAQACAAMAAAAQC//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Qf//EABQR\
            AQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Qf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEA\
            AT8Qf//Z
            """))

    static let all = [png, gif, webP, jpeg]

    private static func decoded(_ text: String) -> [UInt8] {
        Array(Data(base64Encoded: text) ?? Data())
    }
}

/// The MD5 of bytes in hex, as uploads are announced with.
func md5(_ bytes: [UInt8]) -> String {
    Insecure.MD5.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
}
