/// WebP (RFC 9649): a RIFF container of one lossy or lossless picture, or of VP8X with a canvas and
/// perhaps frames.
enum WebPWalk {
    static func size(in file: ImageBytes) -> PixelSize? {
        guard file.has("WEBP", at: 8), let length = file.little(4, at: 4),
            length + 8 == file.count, length >= 4
        else { return nil }
        var place = 12
        var canvas: PixelSize?
        var picture: PixelSize?
        while place < file.count {
            guard let bytes = file.little(4, at: place + 4),
                place + 8 + bytes + bytes % 2 <= file.count
            else { return nil }
            let data = place + 8
            if file.has("VP8X", at: place) {
                guard place == 12, bytes >= 10 else { return nil }
                canvas = extent(in: file, at: data + 4)
            } else if file.has("VP8 ", at: place) {
                picture = picture ?? lossy(in: file, at: data, bytes: bytes)
                if picture == nil { return nil }
            } else if file.has("VP8L", at: place) {
                picture = picture ?? lossless(in: file, at: data, bytes: bytes)
                if picture == nil { return nil }
            } else if file.has("ANMF", at: place) {
                guard canvas != nil, let reach = frame(in: file, at: data, bytes: bytes) else {
                    return nil
                }
                picture = larger(picture, reach)
            } else if place == 12 {
                // The first chunk says which of the three layouts follows.
                return nil
            }
            place = data + bytes + bytes % 2
        }
        guard let picture else { return nil }
        return larger(canvas, picture)
    }

    /// How far a frame of an animation reaches. Its parameters must tell the size of the picture in
    /// it, as decoders ask, too.
    private static func frame(in file: ImageBytes, at data: Int, bytes: Int) -> PixelSize? {
        guard bytes >= 16, let frame = extent(in: file, at: data + 6),
            let left = file.little(3, at: data), let top = file.little(3, at: data + 3)
        else { return nil }
        var place = data + 16
        while place + 8 <= data + bytes {
            guard let length = file.little(4, at: place + 4),
                place + 8 + length + length % 2 <= data + bytes
            else { return nil }
            let isLossy = file.has("VP8 ", at: place)
            if isLossy || file.has("VP8L", at: place) {
                let picture =
                    isLossy
                    ? lossy(in: file, at: place + 8, bytes: length)
                    : lossless(in: file, at: place + 8, bytes: length)
                guard picture == frame else { return nil }
                // Positions are given in units of two pixels.
                return PixelSize(width: frame.width + 2 * left, height: frame.height + 2 * top)
            }
            place += 8 + length + length % 2
        }
        return nil
    }

    /// Two numbers of 24 bits, each one less than it means.
    private static func extent(in file: ImageBytes, at place: Int) -> PixelSize? {
        guard let width = file.little(3, at: place), let height = file.little(3, at: place + 3)
        else { return nil }
        return PixelSize(width: width + 1, height: height + 1)
    }

    /// A key frame of VP8 (RFC 6386 §9.1): its start code, then 14 bits each way.
    private static func lossy(in file: ImageBytes, at place: Int, bytes: Int) -> PixelSize? {
        guard bytes >= 10, let tag = file.byte(place), tag & 1 == 0,
            file.big(3, at: place + 3) == 0x9D012A, let width = file.little(2, at: place + 6),
            let height = file.little(2, at: place + 8), width & 0x3FFF > 0, height & 0x3FFF > 0
        else { return nil }
        return PixelSize(width: width & 0x3FFF, height: height & 0x3FFF)
    }

    /// VP8L: a signature byte, 14 bits each way, one less than they mean.
    private static func lossless(in file: ImageBytes, at place: Int, bytes: Int) -> PixelSize? {
        guard bytes >= 5, file.byte(place) == 0x2F, let bits = file.little(4, at: place + 1),
            bits >> 29 == 0
        else { return nil }
        return PixelSize(width: (bits & 0x3FFF) + 1, height: ((bits >> 14) & 0x3FFF) + 1)
    }

    private static func larger(_ left: PixelSize?, _ right: PixelSize) -> PixelSize {
        PixelSize(
            width: max(left?.width ?? 0, right.width), height: max(left?.height ?? 0, right.height))
    }
}
