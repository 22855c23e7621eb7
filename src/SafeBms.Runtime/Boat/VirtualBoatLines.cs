using SafeBms.Devices.Lines;

namespace SafeBms.Runtime.Boat;

/// <summary>The far side of the virtual chip.</summary>
internal sealed class VirtualBoatLines(VirtualChip chip) : IBoatLines
{
    public ulong Outputs() => chip.ReadBack(out ulong outputs) == LineStatus.Ok ? outputs : 0;

    public void Drive(ulong inputs) => chip.DriveInputs(inputs);

    public void Dispose() => chip.Dispose();
}
