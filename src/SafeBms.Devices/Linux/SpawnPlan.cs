using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SafeBms.Devices.Linux;

/// <summary>Everything that posix_spawn wants, in memory that does not move.</summary>
internal sealed unsafe partial class SpawnPlan : IDisposable
{
    // Both structures are opaque: 80 and 336 bytes in glibc and musl.
    private const int StructureSize_bytes = 512;
    private const int SignalSetSize_bytes = 128;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetScheduler = 0x20;
    private const short NewSession = 0x80;
    private const int OrdinaryScheduling = 0;

    // SIGHUP 1, SIGINT 2, SIGQUIT 3, SIGTERM 15: bit = number - 1.
    private const ulong RequestsToEnd = (1UL << 0) | (1UL << 1) | (1UL << 2) | (1UL << 14);

    private readonly List<nint> _owned = [];
    private readonly byte* _file;
    private readonly byte** _arguments;
    private readonly byte** _environment;
    private readonly byte* _actions;
    private readonly byte* _attributes;

    public SpawnPlan(
        string file,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string>? environment,
        IReadOnlyList<(int Source, int Target)> descriptors,
        byte* number,
        bool deaf)
    {
        _file = Text(file);
        List<nint> words = [(nint)_file, .. arguments.Select(argument => (nint)Text(argument))];
        if (number != null)
        {
            words.Add((nint)number);
        }

        _arguments = Pointers(words);
        _environment = Pointers([.. Variables(environment).Select(pair => (nint)Text($"{pair.Key}={pair.Value}"))]);
        _actions = Memory(StructureSize_bytes);
        _attributes = Memory(StructureSize_bytes);
        PrepareActions(descriptors);
        PrepareAttributes(deaf);
    }

    public int Spawn(out int process) =>
        SpawnFile(out process, _file, _actions, _attributes, _arguments, _environment);

    public void Dispose()
    {
        _ = FreeActions(_actions);
        _ = FreeAttributes(_attributes);
        foreach (nint memory in _owned)
        {
            NativeMemory.Free((void*)memory);
        }
    }

    private static Dictionary<string, string> Variables(IReadOnlyDictionary<string, string>? added)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            all[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        foreach ((string name, string value) in added ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return all;
    }

    private void PrepareActions(IReadOnlyList<(int Source, int Target)> descriptors)
    {
        Check(InitActions(_actions));
        Check(AddOpen(_actions, 0, Text("/dev/null"), 0, 0));
        foreach ((int source, int target) in descriptors)
        {
            if (descriptors.Any(other => other.Target == source && other.Source != source))
            {
                throw new ArgumentException($"Descriptor {source} would be overwritten before it is handed over.");
            }

            // With source and target the same this clears the mark that would close it.
            Check(AddDuplicate(_actions, source, target));
        }
    }

    private void PrepareAttributes(bool deaf)
    {
        // A real-time guard must not hand its class to every thread of its children, nor signals that .NET ignores.
        Check(InitAttributes(_attributes));
        byte* signals = Memory(SignalSetSize_bytes);
        *(ulong*)signals = deaf ? RequestsToEnd : 0;
        Check(SetMask(_attributes, signals));
        _ = FillSignals(signals);
        Check(SetDefaults(_attributes, signals));
        int priority = 0;
        Check(SetPolicy(_attributes, OrdinaryScheduling));
        Check(SetPriority(_attributes, &priority));
        Check(SetFlags(_attributes, SetSignalDefaults | SetSignalMask | SetScheduler | NewSession));
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    private byte* Memory(int size_bytes)
    {
        byte* memory = (byte*)NativeMemory.AllocZeroed((nuint)size_bytes);
        _owned.Add((nint)memory);
        return memory;
    }

    private byte* Text(string text)
    {
        int size_bytes = System.Text.Encoding.UTF8.GetByteCount(text);
        byte* memory = Memory(size_bytes + 1);
        _ = System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(memory, size_bytes));
        return memory;
    }

    private byte** Pointers(List<nint> values)
    {
        nint* list = (nint*)Memory((values.Count + 1) * sizeof(nint));
        for (int k = 0; k < values.Count; k++)
        {
            list[k] = values[k];
        }

        return (byte**)list;
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp")]
    private static partial int SpawnFile(
        out int process, byte* file, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FreeActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int source, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen")]
    private static partial int AddOpen(byte* actions, int target, byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int FreeAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setschedpolicy")]
    private static partial int SetPolicy(byte* attributes, int policy);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setschedparam")]
    private static partial int SetPriority(byte* attributes, int* priority);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSignals(byte* signals);
}
