using SafeBms.Runtime.Files;

namespace SafeBms.Runtime.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_file_that_is_not_committed_leaves_nothing_behind()
    {
        string folder = Directory.CreateTempSubdirectory("safebms").FullName;
        string path = Path.Combine(folder, "a.csv");
        using (AtomicFile file = new(path))
        {
            file.Stream.WriteByte(1);
        }

        Assert.Empty(Directory.GetFiles(folder));
        using (AtomicFile file = new(path))
        {
            file.Stream.WriteByte(1);
            file.Commit();
        }

        Assert.Equal([path], Directory.GetFiles(folder));
        Directory.Delete(folder, recursive: true);
    }
}
