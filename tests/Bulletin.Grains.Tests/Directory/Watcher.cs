using System.Threading.Channels;
using Bulletin.Grains.Directory;

namespace Bulletin.Grains.Tests.Directory;

/// <summary>A gateway, as far as a list of topics sees it.</summary>
internal sealed class Watcher : IDirectoryObserver
{
    private readonly Channel<DirectoryChanged> told = Channel.CreateUnbounded<DirectoryChanged>();

    public Task Changed(DirectoryChanged change) => told.Writer.WriteAsync(change).AsTask();

    public Task Leaving() => Task.CompletedTask;

    public async Task<DirectoryChanged> Next() =>
        await told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public bool WasTold => told.Reader.TryPeek(out _);
}
