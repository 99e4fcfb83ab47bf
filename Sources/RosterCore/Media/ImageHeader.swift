/// What a file says of itself: which image it is, and how large. Read from the content, never from
/// a name or a header, and without decoding a picture.
package struct ImageHeader: Sendable, Equatable {
    package let type: ImageType
    /// Pixels, at least 1; of an animation the extent of all frames.
    package let width: Int
    package let height: Int

    /// Nil for anything but a whole image of one of the four types: its parts are walked from the
    /// start to the end, so that a file that only begins like an image is none.
    package init?(_ bytes: [UInt8]) {
        let reader = ImageBytes(bytes)
        let found: (type: ImageType, size: PixelSize)?
        if reader.starts(with: PNGWalk.signature) {
            found = PNGWalk.size(in: reader).map { (.png, $0) }
        } else if reader.starts(with: [0xFF, 0xD8]) {
            found = JPEGWalk.size(in: reader).map { (.jpeg, $0) }
        } else if reader.starts(with: Array("GIF8".utf8)) {
            found = GIFWalk.size(in: reader).map { (.gif, $0) }
        } else if reader.starts(with: Array("RIFF".utf8)) {
            found = WebPWalk.size(in: reader).map { (.webP, $0) }
        } else {
            found = nil
        }
        guard let found, found.size.width > 0, found.size.height > 0 else { return nil }
        type = found.type
        width = found.size.width
        height = found.size.height
    }
}

/// Numbers at places of a file; nil beyond its end.
struct ImageBytes {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func starts(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }

    func has(_ text: String, at place: Int) -> Bool {
        let wanted = Array(text.utf8)
        guard place >= 0, place + wanted.count <= count else { return false }
        return bytes[place..<place + wanted.count].elementsEqual(wanted)
    }

    func byte(_ place: Int) -> Int? {
        place >= 0 && place < count ? Int(bytes[place]) : nil
    }

    /// `length` bytes, the most significant first.
    func big(_ length: Int, at place: Int) -> Int? {
        guard place >= 0, place + length <= count else { return nil }
        return bytes[place..<place + length].reduce(0) { $0 << 8 | Int($1) }
    }

    /// `length` bytes, the least significant first.
    func little(_ length: Int, at place: Int) -> Int? {
        guard place >= 0, place + length <= count else { return nil }
        return bytes[place..<place + length].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    /// The first place at or after `place` that holds `byte`.
    func firstPlace(of byte: UInt8, from place: Int) -> Int? {
        guard place < count else { return nil }
        return bytes[place...].firstIndex(of: byte)
    }

    func slice(_ place: Int, _ length: Int) -> ArraySlice<UInt8>? {
        guard place >= 0, length >= 0, place + length <= count else { return nil }
        return bytes[place..<place + length]
    }
}
