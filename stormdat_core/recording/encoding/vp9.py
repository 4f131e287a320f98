"""The little of VP9's frame header that lets one byte say: show the last picture again.

Source: VP9 bitstream specification 0.6, section 7.2 (uncompressed header).
"""

_PROFILE_0 = 0b10_00_0000
"""Frame marker 2, profile 0."""
_NOT_PROFILE_0 = 0b11_11_0000
_SHOW_EXISTING = 0b1000
_INTER = 0b0100
_SHOWN = 0b0010
_RESILIENT = 0b0001


def slot_of(packet: bytes) -> int | None:
    """Return a slot of the decoder that holds the picture of this packet once it is decoded.

    None when the packet keeps its picture nowhere, or is not a single shown frame of profile 0.
    """
    first = packet[0]
    if first & _NOT_PROFILE_0 != _PROFILE_0 or first & _SHOW_EXISTING or not first & _SHOWN:
        return None
    if not first & _INTER:
        return 0  # a key frame fills every slot
    bits = int.from_bytes(packet[1:3], "big")
    kept = (bits >> 8 if first & _RESILIENT else bits >> 6) & 0xFF
    return (kept & -kept).bit_length() - 1 if kept else None


def show_again(slot: int) -> bytes:
    """Return a packet that shows the picture in a slot and changes nothing."""
    return bytes([_PROFILE_0 | _SHOW_EXISTING | slot])
