using System.Threading.Channels;
using Bulletin.Grains.Personal;

namespace Bulletin.Grains.Tests.Personal;

/// <summary>A gateway, as far as a person's grain sees it.</summary>
internal sealed class DeviceOfPerson : IPersonalObserver
{
    private readonly Channel<PersonalChange> told = Channel.CreateUnbounded<PersonalChange>();
    private readonly Channel<bool> ended = Channel.CreateUnbounded<bool>();

    public Task Changed(PersonalChange change) => told.Writer.WriteAsync(change).AsTask();

    public Task SessionsEnded() => ended.Writer.WriteAsync(true).AsTask();

    public Task Leaving() => Task.CompletedTask;

    public Task<PersonalChange> Next() => Next(told);

    /// <summary>Two changes that were told at once, which may overtake each other on their way.</summary>
    public async Task<(PersonalChange First, PersonalChange Second)> NextTwo()
    {
        var (one, other) = (await Next(), await Next());
        return one.Version < other.Version ? (one, other) : (other, one);
    }

    public Task<bool> NextEnded() => Next(ended);

    private static async Task<T> Next<T>(Channel<T> channel) =>
        await channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}
