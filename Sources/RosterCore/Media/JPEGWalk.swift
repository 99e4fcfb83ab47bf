/// JPEG (ITU-T T.81 annex B): SOI, segments of marker and length, a frame header (SOF), scans of
/// entropy-coded bytes in which 0xFF is followed by 0 or a restart marker, and EOI. Phones append
/// depth maps and films to their photos, so that here, and here alone, more may follow: no viewer
/// looks at it, and what serves uploads lets nothing of them run.
enum JPEGWalk {
    static func size(in file: ImageBytes) -> PixelSize? {
        var place = 2
        var size: PixelSize?
        var hasScan = false
        while file.byte(place) == 0xFF, let marker = file.byte(place + 1) {
            switch marker {
            case 0xFF:
                // A marker may have fill bytes before it.
                place += 1
            case 0xD9:
                return hasScan ? size : nil
            case 0xC0...0xCF where ![0xC4, 0xC8, 0xCC].contains(marker):
                guard size == nil, let found = frame(in: file, at: place) else { return nil }
                size = found
                guard let next = end(ofSegmentAt: place, in: file) else { return nil }
                place = next
            case 0xDA:
                guard size != nil, let data = end(ofSegmentAt: place, in: file),
                    let next = end(ofScanAt: data, in: file)
                else { return nil }
                hasScan = true
                place = next
            case 0xC4, 0xCC, 0xDB...0xDF, 0xE0...0xEF, 0xFE:
                guard let next = end(ofSegmentAt: place, in: file) else { return nil }
                place = next
            default: return nil
            }
        }
        return nil
    }

    /// Precision, height, width; a height of zero would be told after the first scan, which nobody
    /// writes.
    private static func frame(in file: ImageBytes, at place: Int) -> PixelSize? {
        guard let length = file.big(2, at: place + 2), length >= 11,
            let height = file.big(2, at: place + 5), let width = file.big(2, at: place + 7)
        else { return nil }
        return PixelSize(width: width, height: height)
    }

    private static func end(ofSegmentAt place: Int, in file: ImageBytes) -> Int? {
        guard let length = file.big(2, at: place + 2), length >= 2,
            place + 2 + length <= file.count
        else { return nil }
        return place + 2 + length
    }

    /// The next marker after entropy-coded bytes.
    private static func end(ofScanAt place: Int, in file: ImageBytes) -> Int? {
        var place = place
        while let mark = file.firstPlace(of: 0xFF, from: place) {
            switch file.byte(mark + 1) {
            case 0x00, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7: place = mark + 2
            case nil: return nil
            default: return mark
            }
        }
        return nil
    }
}
