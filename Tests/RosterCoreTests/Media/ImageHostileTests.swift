import RosterCore
import RosterTestSupport
import Testing

@Suite("A file that lies about itself")
struct ImageHostileTests {
    @Test("each way of a format to tell its size is read", arguments: ImageSample.all)
    func sample(_ image: ImageSample) {
        let header = ImageHeader(image.bytes)
        #expect(header?.type == image.type)
        #expect(header?.width == image.width && header?.height == image.height)
    }

    @Test("a WebP of no extent is none, whatever canvas is around it")
    func emptyPicture() {
        let key: [UInt8] = [0x10, 0, 0, 0x9D, 0x01, 0x2A]
        #expect(Self.webP([("VP8 ", key + [0, 0, 2, 0])]) == nil)
        let canvas: [UInt8] = [0, 0, 0, 0, 99, 0, 0, 99, 0, 0]
        #expect(Self.webP([("VP8X", canvas), ("VP8 ", key + [0, 0, 2, 0])]) == nil)
        #expect(Self.webP([("VP8X", canvas), ("VP8 ", key + [2, 0, 0, 0])]) == nil)
    }

    @Test("a WebP begins with its picture or its canvas: nothing hides before it")
    func hiddenStart() {
        let picture: [UInt8] = [0x2F, 0x02, 0x40, 0, 0, 0]
        #expect(Self.webP([("VP8L", picture)])?.width == 3)
        #expect(Self.webP([("<a>x", Array("<script>".utf8)), ("VP8L", picture)]) == nil)
    }

    @Test("a WebP's frame must hold a picture of the frame's own size")
    func lyingFrame() {
        let canvas: [UInt8] = [2, 0, 0, 0, 4, 0, 0, 3, 0, 0]
        let frame: [UInt8] = [0, 0, 0, 0, 0, 0, 4, 0, 0, 3, 0, 0, 0, 0, 0, 0]
        let large: [UInt8] = [0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0]
        #expect(Self.webP([("VP8X", canvas), ("ANMF", frame)]) == nil)
        let held = frame + Self.chunk("VP8L", large)
        #expect(Self.webP([("VP8X", canvas), ("ANMF", held)]) == nil)
        let honest = frame + Self.chunk("VP8L", [0x2F, 0x04, 0xC0, 0, 0, 0])
        #expect(Self.webP([("VP8X", canvas), ("ANMF", honest)])?.width == 5)
        let moved = [3, 0, 0, 2, 0, 0] + honest.dropFirst(6)
        let header = Self.webP([("VP8X", canvas), ("ANMF", moved)])
        #expect(header?.width == 11 && header?.height == 8)
    }

    @Test("a JPEG without a scan has no picture")
    func noScan() {
        let frame: [UInt8] = [0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 17, 1, 1, 0x11, 0]
        #expect(ImageHeader([0xFF, 0xD8] + frame + [0xFF, 0xD9]) == nil)
    }

    static let longRuns: [(name: String, start: [UInt8], unit: [UInt8])] = [
        ("JPEG of fill bytes", [0xFF, 0xD8], [0xFF]),
        ("JPEG of empty segments", [0xFF, 0xD8], [0xFF, 0xFE, 0, 2]),
        (
            "JPEG of restart markers",
            [
                0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 9, 0, 17, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1,
                1, 0, 0, 63, 0,
            ], [0xFF, 0xD0]
        ),
        (
            "GIF of empty extensions", Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0],
            [0x21, 0xFE, 0]
        ),
        (
            "GIF of empty images", Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0],
            [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0]
        ),
        (
            "GIF of single sub-blocks",
            Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0, 0x21, 0xFE], [1, 0x3B]
        ),
        (
            "PNG of empty chunks", Array(ImageSample.png.bytes.prefix(33)),
            [0, 0, 0, 0, 0x41, 0, 0, 0, 0, 0, 0, 0]
        ),
        (
            "WebP of empty chunks",
            // 2 MiB less eight bytes; a picture and a chunk of six bytes each, then nothing.
            Array("RIFF".utf8) + [0xF8, 0xFF, 0x1F, 0] + Array("WEBPVP8L".utf8)
                + [6, 0, 0, 0, 0x2F, 0x02, 0x40, 0, 0, 0]
                + [0x41, 0x41, 0x41, 0x41, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [0x41, 0x41, 0x41, 0x41, 0, 0, 0, 0]
        ),
    ]

    @Test("the largest upload of the smallest parts is read in linear time", arguments: longRuns)
    func longRun(name: String, start: [UInt8], unit: [UInt8]) {
        let size = Limits.mediaBytesMax
        var bytes = start
        while bytes.count + unit.count <= size { bytes += unit }
        let clock = ContinuousClock()
        let time = clock.measure { _ = ImageHeader(bytes) }
        #expect(time < .seconds(5))
    }

    @Test("damage of every kind is read to an end", arguments: ImageSample.all)
    func damage(_ image: ImageSample) {
        let random = SeededBytes(seed: 2026)
        let extremes: [UInt8] = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF]
        // Each byte to each extreme, so that every length field is met.
        for place in image.bytes.indices {
            for extreme in extremes {
                var bytes = image.bytes
                bytes[place] = extreme
                check(bytes)
                for next in place..<min(place + 4, bytes.count) { bytes[next] = extreme }
                check(bytes)
            }
        }
        for _ in 0..<5000 {
            var bytes = image.bytes
            for _ in 0...Int(random.next(1)[0] % 6) {
                let draw = random.next(5)
                let place = (Int(draw[0]) << 8 | Int(draw[1])) % bytes.count
                let other = (Int(draw[3]) << 8 | Int(draw[4])) % bytes.count
                switch draw[2] % 4 {
                case 0: bytes[place] = draw[3]
                case 1: bytes.insert(draw[3], at: place)
                case 2 where bytes.count > 1: bytes.remove(at: place)
                default: bytes.replaceSubrange(place..<place, with: bytes[other...].prefix(20))
                }
            }
            check(bytes)
        }
    }

    private func check(_ bytes: [UInt8]) {
        guard let header = ImageHeader(bytes) else { return }
        #expect(header.width > 0 && header.height > 0)
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        Array(name.utf8) + little(data.count) + data + (data.count % 2 == 1 ? [0] : [])
    }

    private static func little(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    private static func webP(_ chunks: [(String, [UInt8])]) -> ImageHeader? {
        let body = Array("WEBP".utf8) + chunks.flatMap { chunk($0.0, $0.1) }
        return ImageHeader(Array("RIFF".utf8) + little(body.count) + body)
    }
}
