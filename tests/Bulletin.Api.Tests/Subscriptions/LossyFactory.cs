using System.Reflection;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;

namespace Bulletin.Api.Tests;

/// <summary>A grain factory whose observers receive only the events that <see cref="Letters"/> delivers, when it delivers them.</summary>
public class LossyFactory : DispatchProxy
{
    private IGrainFactory inner = null!;
    private Letters letters = null!;

    internal static IGrainFactory Around(IGrainFactory inner, Letters letters)
    {
        var proxy = Create<IGrainFactory, LossyFactory>();
        ((LossyFactory)(object)proxy).inner = inner;
        ((LossyFactory)(object)proxy).letters = letters;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IGrainFactory.CreateObjectReference))
            args![0] = args[0] switch
            {
                ITopicObserver observer => letters.For(observer),
                IDirectoryObserver => letters.Deaf,
                var other => other,
            };
        return targetMethod.Invoke(inner, args);
    }
}

/// <summary>Holds a topic's events for one gateway until the test delivers or drops them.</summary>
internal sealed class Letters : ITopicObserver
{
    private readonly System.Threading.Channels.Channel<TopicChanged> told = System.Threading.Channels.Channel.CreateUnbounded<TopicChanged>();
    private ITopicObserver? addressee;

    /// <summary>Receives the directory's events and drops them.</summary>
    public IDirectoryObserver Deaf { get; } = new Loser();

    public ITopicObserver For(ITopicObserver observer)
    {
        addressee = observer;
        return this;
    }

    /// <summary>The topic's next events.</summary>
    public async Task<List<TopicChanged>> Take(int count)
    {
        List<TopicChanged> taken = [];
        while (taken.Count < count)
            taken.Add(await told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        return taken;
    }

    public Task Deliver(TopicChanged letter) => addressee!.Changed(letter);

    public Task Changed(TopicChanged change) => told.Writer.WriteAsync(change).AsTask();

    public Task Described(TopicDescribed change) => addressee!.Described(change);

    public Task Leaving() => addressee!.Leaving();

    public Task Typing(User user) => addressee!.Typing(user);

    private sealed class Loser : IDirectoryObserver
    {
        public Task Changed(DirectoryChanged changed) => Task.CompletedTask;

        public Task Leaving() => Task.CompletedTask;
    }
}
