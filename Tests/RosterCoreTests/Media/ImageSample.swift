import Foundation
import RosterCore
import Testing

/// Whole files as Pillow 13 writes them, one for each way a format describes its size.
struct ImageSample: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let type: ImageType
    let width: Int
    let height: Int
    let bytes: [UInt8]

    private init(_ name: String, _ type: ImageType, _ width: Int, _ height: Int, _ base64: String) {
        testDescription = name
        self.type = type
        self.width = width
        self.height = height
        bytes = Data(base64Encoded: base64).map(Array.init) ?? []
    }

    static let all: [ImageSample] = [
        png, animatedPNG, jpeg, progressiveJPEG, colourJPEG, gif87, animatedGIF, lossyWebP,
        losslessWebP, extendedWebP, animatedWebP,
    ]

    static let png = ImageSample(
        "PNG", .png, 3, 2,
        """
        iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAC0lEQVR4nGNgwAQAABQAAX3+Hu4AAAAASUVORK\
        5CYII=
        """)

    static let animatedPNG = ImageSample(
        "APNG of two frames", .png, 3, 2,
        """
        iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAACGFjVEwAAAACAAAAAPONk3AAAAAaZmNUTAAAAA\
        AAAAADAAAAAgAAAAAAAAAAAAAAAQAADoOaCQAAAAtJREFUeJxjYMAEAAAUAAF9/h7uAAAAGmZjVEwAAAABAAAA\
        AwAAAAIAAAAAAAAAAAAAAAEAAJXwcN0AAAAUZmRBVAAAAAJ4nGP8zwAFTDAGAwATKQEDksqJBAAAAABJRU5Erk\
        Jggg==
        """)

    static let jpeg = ImageSample(
        "baseline JPEG, grey", .jpeg, 17, 9,
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI//////////////////\
        //////////////////////////////////wAALCAAJABEBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAU\
        EAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AIgAf//Z
        """)

    static let progressiveJPEG = ImageSample(
        "progressive JPEG", .jpeg, 17, 9,
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI//////////////////\
        //////////////////////////////////wgALCAAJABEBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/2gAI\
        AQEAAAABgD//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAEFAl//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9\
        oACAEBAAY/Al//xAAUEAEAAAAAAAAAAAAAAAAAAAAg/9oACAEBAAE/IV//2gAIAQEAAAAQ/wD/xAAUEAEAAAAA\
        AAAAAAAAAAAAAAAg/9oACAEBAAE/EF//2Q==
        """)

    static let colourJPEG = ImageSample(
        "JPEG with three components", .jpeg, 17, 9,
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI//////////////////\
        //////////////////////////////////2wBDAVVaWnhpeOuCguv/////////////////////////////////\
        ////////////////////////////////////////wAARCAAJABEDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAA\
        AAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAA\
        AAAAAAAAAAD/2gAMAwEAAhEDEQA/AIgAAAf/2Q==
        """)

    static let gif87 = ImageSample(
        "GIF87a", .gif, 3, 2,
        """
        R0lGODdhAwACAIAAAAAAAAAAACwAAAAAAwACAAAIBgABCBwYEAA7
        """)

    static let animatedGIF = ImageSample(
        "GIF89a of three frames", .gif, 3, 2,
        """
        R0lGODlhAwACAIEAAAAAAAAAAAAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQACgAAACwAAAAAAwACAAAIBg\
        ABCBwYEAAh+QQBCgABACwAAAAAAwACAIH/AAAAAAAAAAAAAAAIBgABCBwYEAAh+QQBCgABACwAAAAAAwACAIEA\
        /wAAAAAAAAAAAAAIBgABCBwYEAA7
        """)

    static let lossyWebP = ImageSample(
        "WebP, lossy (VP8)", .webP, 3, 2,
        """
        UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoDAAIAB0CWJaQAA3AA/u+5AAA=
        """)

    static let losslessWebP = ImageSample(
        "WebP, lossless (VP8L)", .webP, 3, 2,
        """
        UklGRhoAAABXRUJQVlA4TA4AAAAvAkAAAAcQEf0PRET/Aw==
        """)

    static let extendedWebP = ImageSample(
        "WebP with transparency (VP8X)", .webP, 3, 2,
        """
        UklGRkYAAABXRUJQVlA4WAoAAAAQAAAAAgAAAQAAQUxQSAcAAAAABAQEBAQEAFZQOCAYAAAAMAEAnQEqAwACAA\
        dAliWkAANwAP7vlkAA
        """)

    static let animatedWebP = ImageSample(
        "WebP of two frames (VP8X)", .webP, 5, 4,
        """
        UklGRoIAAABXRUJQVlA4WAoAAAACAAAABAAAAwAAQU5JTQYAAAAAAAAAAABBTk1GJgAAAAAAAAAAAAQAAAMAAG\
        QAAAJWUDhMDgAAAC8EwAAABxAR/Q9ERP8DQU5NRigAAAAAAAAAAAAEAAADAABkAAAAVlA4TA8AAAAvBMAAAAcQ\
        /Y/+ByKi/wEA
        """)
}
