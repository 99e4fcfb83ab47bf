import Foundation
import RosterCore
import RosterTestSupport
import Testing

/// Files as a common library writes them, by type.
struct SampleImage: Sendable, CustomStringConvertible {
    let description: String
    let type: ImageType
    let width: Int
    let height: Int
    let bytes: [UInt8]

    init(_ description: String, _ type: ImageType, _ width: Int, _ height: Int, _ base64: String) {
        self.description = description
        self.type = type
        self.width = width
        self.height = height
        self.bytes = Array(Data(base64Encoded: base64) ?? Data())
    }

    static let all: [SampleImage] = [
        .init(
            "PNG", .png, 3, 2,
            """
            iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAFUlEQVR4nGPkOiHHwMDAwMDAxAAD\
            ABEIAPSNR5i4AAAAAElFTkSuQmCC
            """),
        .init(
            "interlaced palette PNG", .png, 3, 2,
            """
            iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAMAAACqqpYoAAACplBMVEUAAAAAAAAAAAAAAAAAAAAA\
            AAAAAAAAAAAAAAAAAAAAAAAzAABmAACZAADMAAD/AAAAMwAzMwBmMwCZMwDMMwD/MwAAZgAzZgBm\
            ZgCZZgDMZgD/ZgAAmQAzmQBmmQCZmQDMmQD/mQAAzAAzzABmzACZzADMzAD/zAAA/wAz/wBm/wCZ\
            /wDM/wD//wAAADMzADNmADOZADPMADP/ADMAMzMzMzNmMzOZMzPMMzP/MzMAZjMzZjNmZjOZZjPM\
            ZjP/ZjMAmTMzmTNmmTOZmTPMmTP/mTMAzDMzzDNmzDOZzDPMzDP/zDMA/zMz/zNm/zOZ/zPM/zP/\
            /zMAAGYzAGZmAGaZAGbMAGb/AGYAM2YzM2ZmM2aZM2bMM2b/M2YAZmYzZmZmZmaZZmbMZmb/ZmYA\
            mWYzmWZmmWaZmWbMmWb/mWYAzGYzzGZmzGaZzGbMzGb/zGYA/2Yz/2Zm/2aZ/2bM/2b//2YAAJkz\
            AJlmAJmZAJnMAJn/AJkAM5kzM5lmM5mZM5nMM5n/M5kAZpkzZplmZpmZZpnMZpn/ZpkAmZkzmZlm\
            mZmZmZnMmZn/mZkAzJkzzJlmzJmZzJnMzJn/zJkA/5kz/5lm/5mZ/5nM/5n//5kAAMwzAMxmAMyZ\
            AMzMAMz/AMwAM8wzM8xmM8yZM8zMM8z/M8wAZswzZsxmZsyZZszMZsz/ZswAmcwzmcxmmcyZmczM\
            mcz/mcwAzMwzzMxmzMyZzMzMzMz/zMwA/8wz/8xm/8yZ/8zM/8z//8wAAP8zAP9mAP+ZAP/MAP//\
            AP8AM/8zM/9mM/+ZM//MM///M/8AZv8zZv9mZv+ZZv/MZv//Zv8Amf8zmf9mmf+Zmf/Mmf//mf8A\
            zP8zzP9mzP+ZzP/MzP//zP8A//8z//9m//+Z///M//////91g91EAAAADklEQVR42mNwU3JjAGIA\
            BXgBXZKcPDoAAAAASUVORK5CYII=
            """),
        .init(
            "baseline JPEG", .jpeg, 3, 2,
            """
            /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI////////\
            ////////////////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////\
            ////////////////////////////////////////////////////////////wAARCAACAAMDASIA\
            AhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQA\
            AAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3\
            ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWm\
            p6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEA\
            AwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAECAxEEBSEx\
            BhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElK\
            U1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3\
            uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwAooorI\
            5z//2Q==
            """),
        .init(
            "progressive JPEG", .jpeg, 3, 2,
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
            """),
        .init(
            "GIF", .gif, 3, 2,
            """
            R0lGODdhAwACAIEAAArIHgAAAAAAAAAAACwAAAAAAwACAAAIBgABCBwYEAA7
            """),
        .init(
            "animated GIF", .gif, 3, 2,
            """
            R0lGODlhAwACAIEAAAAAAAAAAAAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAA\
            AwACAAAIBgABCBwYEAAh+QQBCgABACwAAAAAAwACAIH/AAAAAAAAAAAAAAAIBgABCBwYEAAh+QQB\
            CgABACwAAAAAAwACAIEA/wAAAAAAAAAAAAAIBgABCBwYEAA7
            """),
        .init(
            "lossy WebP", .webP, 3, 2,
            """
            UklGRjIAAABXRUJQVlA4ICYAAACwAQCdASoDAAIAB0CWJaACdLoABKoAAPzK9eU+Jtv43m81sdgA\
            AA==
            """),
        .init(
            "lossless WebP", .webP, 3, 2,
            """
            UklGRh4AAABXRUJQVlA4TBEAAAAvAkAAAAdQ5CrUo/+BiOh/AAA=
            """),
        .init(
            "WebP with alpha", .webP, 3, 2,
            """
            UklGRkYAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAAZGRkZGRkAFZQOCAYAAAAMAEA\
            nQEqAwACAAdAliWkAANwAP7vlkAA
            """),
        .init(
            "animated WebP", .webP, 5, 4,
            """
            UklGRoIAAABXRUJQVlA4WAoAAAACAAAABAAAAwAAQU5JTQYAAAAAAAAAAABBTk1GJgAAAAAAAAAA\
            AAQAAAMAAAAAAAJWUDhMDgAAAC8EwAAABxAR/Q9ERP8DQU5NRigAAAAAAAAAAAAEAAADAAAAAAAA\
            VlA4TA8AAAAvBMAAAAcQhYr+ByKi/wEA
            """),
        .init(
            "a wide PNG", .png, 4097, 1,
            """
            iVBORw0KGgoAAAANSUhEUgAAEAEAAAABAQAAAACZmD3vAAAADklEQVR42mNgGAUjGwAAAgIAAXj9\
            95MAAAAASUVORK5CYII=
            """),
    ]
}

@Suite("What a file says of itself")
struct ImageHeaderTests {
    @Test("type and extent are those of the file", arguments: SampleImage.all)
    func sample(_ image: SampleImage) {
        let header = ImageHeader(image.bytes)
        #expect(header?.type == image.type)
        #expect(header?.width == image.width && header?.height == image.height)
    }

    @Test("a file that is cut anywhere is no image", arguments: SampleImage.all)
    func cut(_ image: SampleImage) {
        for count in image.bytes.indices {
            #expect(ImageHeader(Array(image.bytes.prefix(count))) == nil, "\(count) bytes")
        }
    }

    @Test(
        "a file with something after its end is no image, but for the photos of phones",
        arguments: SampleImage.all)
    func continued(_ image: SampleImage) {
        let isPhoto = image.type == .jpeg
        for rest in [[0], Array("<script>alert(1)</script>".utf8)] {
            #expect((ImageHeader(image.bytes + rest) != nil) == isPhoto)
        }
    }

    static let strangers: [(name: String, text: String)] = [
        ("nothing", ""), ("SVG", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("HTML", "<!DOCTYPE html><script>alert(1)</script>"), ("PDF", "%PDF-1.7\n1 0 obj"),
        ("ZIP", "PK\u{3}\u{4}"), ("GIF with a script", "GIF89a/*<script>alert(1)</script>*/"),
        ("RIFF of another kind", "RIFF\u{8}\u{0}\u{0}\u{0}WAVEfmt "), ("BMP", "BM6"),
        ("TIFF", "II*\u{0}"),
    ]

    @Test("other content is no image", arguments: strangers)
    func stranger(name: String, text: String) {
        #expect(ImageHeader(Array(text.utf8)) == nil)
    }

    @Test("an image of another type's name keeps its own", arguments: SampleImage.all)
    func mutated(_ image: SampleImage) {
        let random = SeededBytes(seed: 7)
        // Whatever becomes of it, it is read to an end, and an extent is never 0.
        for _ in 0..<500 {
            var bytes = image.bytes
            for _ in 0..<3 {
                let draw = random.next(3)
                let place = (Int(draw[0]) << 8 | Int(draw[1])) % bytes.count
                bytes[place] = draw[2]
            }
            if let header = ImageHeader(bytes) {
                #expect(header.width > 0 && header.height > 0)
            }
        }
    }

    @Test("a header's wrong check sum is noticed")
    func checkSum() throws {
        let png = try #require(SampleImage.all.first { $0.type == .png })
        var bytes = png.bytes
        bytes[19] ^= 1
        #expect(ImageHeader(bytes) == nil)
    }

    @Test("frames beyond a GIF's screen count")
    func wideFrames() throws {
        var bytes = Array("GIF89a".utf8)
        bytes += [1, 0, 1, 0, 0, 0, 0]
        bytes += [0x2C, 10, 0, 20, 0, 5, 0, 6, 0, 0, 2, 1, 0, 0, 0x3B]
        let header = try #require(ImageHeader(bytes))
        #expect(header.width == 15 && header.height == 26)
    }
}
