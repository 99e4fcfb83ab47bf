/// The keys of a JSON text as they are written, in their order, e.g. `metadata`, `metadata.id`,
/// `items[].status`: what Foundation's parser forgets. Takes well-formed JSON for granted.
package enum JSONPaths {
    package static func of(_ text: String) -> [String] {
        var scan = Scan()
        for character in text { scan.take(character) }
        return scan.paths
    }

    private struct Scan {
        var paths: [String] = []
        /// For each open bracket: its path, and for objects whether a key comes next.
        private var stack: [(path: String, isObject: Bool, expectsKey: Bool)] = []
        private var text: String?
        private var isEscaped = false
        private var value = ""

        mutating func take(_ character: Character) {
            if let open = text {
                take(character, within: open)
                return
            }
            switch character {
            case "\"": text = ""
            case "{": stack.append((value, true, true))
            case "[": stack.append((value, false, false)); value += "[]"
            case "}", "]": _ = stack.popLast()
            case ",":
                guard let top = stack.last else { return }
                stack[stack.count - 1].expectsKey = top.isObject
                value = top.isObject ? top.path : top.path + "[]"
            default: break
            }
        }

        private mutating func take(_ character: Character, within open: String) {
            if isEscaped {
                isEscaped = false
                text = open + "\\" + String(character)
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                text = nil
                endText(open)
            } else {
                text = open + String(character)
            }
        }

        private mutating func endText(_ key: String) {
            guard let top = stack.last, top.expectsKey else { return }
            stack[stack.count - 1].expectsKey = false
            value = top.path.isEmpty ? key : top.path + "." + key
            paths.append(value)
        }
    }
}
