using Bulletin.Api.Auth;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Tests.Auth;

public sealed class KeyFolderTests : IDisposable
{
    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("bulletin-keys-").FullName;

    [Fact]
    public async Task Of_many_who_start_first_at_once_one_makes_the_key_and_all_have_it()
    {
        var keys = Path.Combine(folder, "keys");
        using Barrier together = new(16);

        // Dedicated threads: all of them must run at once to pass the barrier.
        var read = await Task.WhenAll(Enumerable.Range(0, together.ParticipantCount).Select(_ => Task.Factory.StartNew(() =>
        {
            together.SignalAndWait();
            return KeyFolder.ReadOrCreate(keys);
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Single(read.Distinct());
        Assert.Equal("access-tokens.pem", Path.GetFileName(Assert.Single(System.IO.Directory.GetFiles(keys))));
        Assert.Equal(read[0], KeyFolder.ReadOrCreate(keys));
    }

    [Fact]
    public void The_key_is_its_owner_s_alone()
    {
        // Windows has no such file modes.
        if (OperatingSystem.IsWindows()) return;

        var keys = Path.Combine(folder, "keys");
        KeyFolder.ReadOrCreate(keys);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(keys, "access-tokens.pem")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
    }

    [Fact]
    public void A_key_has_the_same_id_wherever_it_is_read()
    {
        AuthOptions options = new() { KeyFolder = folder };
        using SigningKeys first = new(Options.Create(options));
        using SigningKeys second = new(Options.Create(options));

        Assert.Equal(first.Current.KeyId, second.Current.KeyId);
    }

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);
}
