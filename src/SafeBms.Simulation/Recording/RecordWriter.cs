using System.Buffers.Binary;
using System.Text;
using SafeBms.Core;

namespace SafeBms.Simulation.Recording;

/// <summary>Writes a record to a stream, block by block.</summary>
public sealed class RecordWriter
{
    private readonly Stream _stream;
    private readonly RecordEncoder _encoder;

    /// <summary>Writes the header.</summary>
    public RecordWriter(Stream stream, RecordHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        _stream = stream;
        _encoder = new RecordEncoder(header.Inputs, header.Outputs);
        WriteHeader(stream, header);
    }

    /// <summary>Number of scans so far.</summary>
    public long Count => _encoder.Count;

    /// <summary>Adds one scan.</summary>
    public void Add(ReadOnlySpan<InputSignal> inputs, ReadOnlySpan<long> outputs) =>
        _stream.Write(_encoder.Add(inputs, outputs));

    /// <summary>Writes what is open and the end mark, without which a record counts as cut off.</summary>
    public void Finish()
    {
        _stream.Write(_encoder.Close());
        WriteEnd(_stream, _encoder.Count);
    }

    /// <summary>Writes a header alone, for who writes blocks by hand.</summary>
    public static void WriteHeader(Stream stream, RecordHeader header)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(header);
        stream.Write(Head(header));
    }

    /// <summary>Writes the end mark alone.</summary>
    public static void WriteEnd(Stream stream, long scans)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> end = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(end, RecordFormat.EndMark);
        BinaryPrimitives.WriteInt64LittleEndian(end[4..], scans);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], RecordFormat.Crc(end[..12]));
        stream.Write(end);
        stream.Flush();
    }

    private static byte[] Head(RecordHeader header)
    {
        using MemoryStream body = new();
        using BinaryWriter writer = new(body, Encoding.UTF8);
        writer.Write(RecordFormat.Magic);
        writer.Write(RecordFormat.Version);
        writer.Write(0); // length of the rest, set below
        int start = (int)body.Position;
        writer.Write(header.SpecificationHash);
        writer.Write(header.Product);
        writer.Write(header.Inputs);
        writer.Write(header.Outputs);
        writer.Write(header.RetainedValid);
        writer.Write(header.Parameters.Count);
        foreach (long value in header.Parameters)
        {
            writer.Write(value);
        }

        writer.Flush();
        byte[] bytes = body.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(start - 4), bytes.Length - start);
        uint crc = RecordFormat.Crc(bytes);
        Array.Resize(ref bytes, bytes.Length + 4);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), crc);
        return bytes;
    }
}
