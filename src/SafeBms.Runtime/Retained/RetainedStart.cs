using System.Globalization;
using SafeBms.Devices.Storage;

namespace SafeBms.Runtime.Retained;

/// <summary>What a controller found when it started.</summary>
/// <param name="IsValid">True if a slot was intact; else the core latches.</param>
/// <param name="Image">What it held; of nothing if none was intact.</param>
/// <param name="EndedByFault">
/// True if the controller before did not end in order although the machine was not started anew since: it was killed
/// or died. A loss of power is none of that.
/// </param>
/// <param name="Reason">In a sentence.</param>
public sealed record RetainedStart(bool IsValid, RetainedImage Image, bool EndedByFault, string Reason)
{
    /// <summary>Judges what a store gave.</summary>
    public static RetainedStart From(
        bool found, ReadOnlySpan<byte> payload, IReadOnlyList<SlotReport> slots, BootId boot)
    {
        ArgumentNullException.ThrowIfNull(slots);
        if (!found)
        {
            return new RetainedStart(false, RetainedImage.New(), false, "No slot of the retained data is intact: "
                + string.Join("; ", slots.Select(Describe)) + ". Nothing closes before an acknowledgement.");
        }

        if (!RetainedImage.TryRead(payload, out RetainedImage image))
        {
            return new RetainedStart(false, RetainedImage.New(), false,
                "The retained data are intact, but hold what was never written. Nothing closes before an "
                + "acknowledgement.");
        }

        bool sameBoot = boot.IsKnown && image.BootHigh == boot.High && image.BootLow == boot.Low;
        bool byFault = !image.EndedInOrder && sameBoot;
        string end = image.EndedInOrder ? "the last run ended in order"
            : byFault ? "the last run was killed or died"
            : "the last run ended with a loss of power or a restart of the machine";
        return new RetainedStart(true, image, byFault, string.Create(CultureInfo.InvariantCulture,
            $"Retained data are intact (start {image.Starts + 1}); {end}."));
    }

    /// <summary>A slot in words.</summary>
    public static string Describe(SlotReport slot)
    {
        string name = Path.GetFileName(slot.Path);
        return slot.State switch
        {
            SlotState.Intact => string.Create(CultureInfo.InvariantCulture,
                $"{name} is intact (sequence {slot.Sequence})"),
            SlotState.Missing => $"{name} does not exist",
            SlotState.Unreadable => string.Create(CultureInfo.InvariantCulture,
                $"{name} cannot be read (error {slot.Error})"),
            SlotState.Short => $"{name} is too short",
            SlotState.Empty => $"{name} is empty",
            SlotState.WrongMagic => $"{name} is no file of retained data",
            SlotState.WrongChecksum => $"{name} is damaged (checksum)",
            SlotState.WrongVersion => $"{name} has another format",
            SlotState.WrongSchema =>
                $"{name} was written under another specification or layout ({slot.SchemaHash:x16})",
            _ => $"{name} has another length",
        };
    }
}

/// <summary>Identifies a boot of the machine.</summary>
/// <param name="High">First half.</param>
/// <param name="Low">Second half.</param>
public readonly record struct BootId(ulong High, ulong Low)
{
    /// <summary>False where the kernel does not say.</summary>
    public bool IsKnown => High != 0 || Low != 0;

    /// <summary>The present boot; unknown where the kernel does not say.</summary>
    public static BootId Present()
    {
        try
        {
            return TryParse(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), out BootId id) ? id : default;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <summary>Reads the kernel's notation, 32 hexadecimal digits with hyphens.</summary>
    public static bool TryParse(string text, out BootId id)
    {
        id = default;
        if (!UInt128.TryParse(text.Replace("-", "", StringComparison.Ordinal), NumberStyles.AllowHexSpecifier,
            CultureInfo.InvariantCulture, out UInt128 value))
        {
            return false;
        }

        id = new BootId((ulong)(value >> 64), (ulong)value);
        return true;
    }
}
