using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace SafeBms.Core.Tests;

/// <summary>The instructions of everything that a scan can reach inside of SafeBms.Core.</summary>
public class ScanPathTests
{
    private static readonly HashSet<ILOpCode> Banned =
    [
        ILOpCode.Box, ILOpCode.Newarr, ILOpCode.Throw, ILOpCode.Rethrow, ILOpCode.Ldftn, ILOpCode.Ldvirtftn, ILOpCode.Calli,
        ILOpCode.Localloc, ILOpCode.Castclass, ILOpCode.Isinst, ILOpCode.Unbox, ILOpCode.Unbox_any, ILOpCode.Ldstr,
        ILOpCode.Ldc_r4, ILOpCode.Ldc_r8, ILOpCode.Conv_r4, ILOpCode.Conv_r8, ILOpCode.Conv_r_un,
        ILOpCode.Ldind_r4, ILOpCode.Ldind_r8, ILOpCode.Stind_r4, ILOpCode.Stind_r8, ILOpCode.Callvirt,
    ];

    [Fact]
    [Requirement("REQ-S-RUN-07")]
    public void Nothing_that_a_scan_reaches_allocates_throws_dispatches_or_computes_in_floating_point()
    {
        using Walk walk = Walk.From("SafetyCore", "Scan");
        Assert.Empty(walk.Findings(Banned));
        Assert.True(walk.Methods.Count > 40, "the walk must reach the machines, not only the entry");
        Assert.Contains("ContactorMachine.Scan", walk.Methods);
        Assert.Contains("Monitors.Step", walk.Methods);
    }

    [Fact]
    public void The_walk_does_see_what_is_banned()
    {
        // The start may build a message: the same walk must find that, else it would find nothing anywhere.
        using Walk walk = Walk.From("SafetyCore", "TryStart");
        Assert.NotEmpty(walk.Findings(Banned));
    }

    /// <summary>Methods reachable from one, by call instructions.</summary>
    private sealed class Walk : IDisposable
    {
        private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (OpCode)field.GetValue(null)!)
            .ToDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

        private readonly PEReader file;
        private readonly MetadataReader reader;
        private readonly List<(string Method, ILOpCode Code, EntityHandle Target)> instructions = [];

        private Walk()
        {
            file = new PEReader(File.OpenRead(typeof(SafetyCore).Assembly.Location));
            reader = file.GetMetadataReader();
        }

        public HashSet<string> Methods { get; } = new(StringComparer.Ordinal);

        public static Walk From(string type, string method)
        {
            Walk walk = new();
            Queue<MethodDefinitionHandle> open = new(walk.reader.MethodDefinitions.Where(handle => walk.Name(handle) == $"{type}.{method}"));
            HashSet<MethodDefinitionHandle> seen = [.. open];
            Assert.NotEmpty(open);
            while (open.TryDequeue(out MethodDefinitionHandle next))
            {
                walk.Methods.Add(walk.Name(next));
                foreach (MethodDefinitionHandle called in walk.Read(next).Where(seen.Add))
                {
                    open.Enqueue(called);
                }
            }

            return walk;
        }

        public IEnumerable<string> Findings(HashSet<ILOpCode> banned) =>
            from instruction in instructions
            where banned.Contains(instruction.Code) || (instruction.Code == ILOpCode.Newobj && !IsValueType(instruction.Target))
            select $"{instruction.Method}: {instruction.Code}";

        public void Dispose() => file.Dispose();

        // Yields the methods of this assembly that are called.
        private List<MethodDefinitionHandle> Read(MethodDefinitionHandle handle)
        {
            List<MethodDefinitionHandle> called = [];
            string name = Name(handle);
            int address = reader.GetMethodDefinition(handle).RelativeVirtualAddress;
            if (address == 0)
            {
                return called;
            }

            BlobReader code = file.GetMethodBody(address).GetILReader();
            while (code.RemainingBytes > 0)
            {
                int value = code.ReadByte();
                value = value == 0xFE ? 0xFE00 | code.ReadByte() : value;
                EntityHandle target = ReadOperand(ref code, Operands[value]);
                instructions.Add((name, (ILOpCode)value, target));
                if (Definition(target) is MethodDefinitionHandle method)
                {
                    called.Add(method);
                }
            }

            return called;
        }

        private static EntityHandle ReadOperand(ref BlobReader code, OperandType operand)
        {
            switch (operand)
            {
                case OperandType.InlineMethod or OperandType.InlineTok:
                    return MetadataTokens.EntityHandle(code.ReadInt32());
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.ReadByte();
                    break;
                case OperandType.InlineVar:
                    code.ReadInt16();
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.ReadInt64();
                    break;
                case OperandType.InlineSwitch:
                    int branches = code.ReadInt32();
                    code.Offset += branches * 4;
                    break;
                default:
                    code.ReadInt32();
                    break;
            }

            return default;
        }

        private MethodDefinitionHandle? Definition(EntityHandle target) => target.Kind switch
        {
            HandleKind.MethodDefinition => (MethodDefinitionHandle)target,
            HandleKind.MethodSpecification => Definition(reader.GetMethodSpecification((MethodSpecificationHandle)target).Method),
            _ => null,
        };

        private bool IsValueType(EntityHandle constructor)
        {
            if (constructor.Kind == HandleKind.MethodDefinition)
            {
                TypeDefinition type = reader.GetTypeDefinition(reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType());
                return type.BaseType.Kind == HandleKind.TypeReference
                    && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type.BaseType).Name) == nameof(ValueType);
            }

            // Generic structs of the framework (spans); a class would be a plain type reference.
            return constructor.Kind == HandleKind.MemberReference
                && reader.GetMemberReference((MemberReferenceHandle)constructor).Parent.Kind == HandleKind.TypeSpecification;
        }

        private string Name(MethodDefinitionHandle handle)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            return $"{reader.GetString(reader.GetTypeDefinition(method.GetDeclaringType()).Name)}.{reader.GetString(method.Name)}";
        }
    }
}
