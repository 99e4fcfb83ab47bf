/// GIF (87a, 89a): a logical screen, then extensions and images of sub-blocks, and a trailer.
enum GIFWalk {
    static func size(in file: ImageBytes) -> PixelSize? {
        guard file.has("GIF87a", at: 0) || file.has("GIF89a", at: 0),
            var width = file.little(2, at: 6), var height = file.little(2, at: 8),
            let flags = file.byte(10)
        else { return nil }
        var place = 13 + tableBytes(flags)
        var hasImage = false
        while let kind = file.byte(place) {
            switch kind {
            case 0x3B:
                guard hasImage, place + 1 == file.count else { return nil }
                return PixelSize(width: width, height: height)
            case 0x21:
                guard let next = end(ofBlocksAt: place + 2, in: file) else { return nil }
                place = next
            case 0x2C:
                guard let left = file.little(2, at: place + 1),
                    let top = file.little(2, at: place + 3),
                    let across = file.little(2, at: place + 5),
                    let down = file.little(2, at: place + 7), let flags = file.byte(place + 9),
                    across > 0, down > 0,
                    let next = end(ofBlocksAt: place + 11 + tableBytes(flags), in: file)
                else { return nil }
                // A frame may reach beyond the screen, and decoders then grow it.
                width = max(width, left + across)
                height = max(height, top + down)
                hasImage = true
                place = next
            default: return nil
            }
        }
        return nil
    }

    private static func tableBytes(_ flags: Int) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << ((flags & 7) + 1)
    }

    /// Sub-blocks are a length and as many bytes; a length of zero ends them.
    private static func end(ofBlocksAt place: Int, in file: ImageBytes) -> Int? {
        var place = place
        while let length = file.byte(place) {
            place += length + 1
            if length == 0 { return place }
        }
        return nil
    }
}
