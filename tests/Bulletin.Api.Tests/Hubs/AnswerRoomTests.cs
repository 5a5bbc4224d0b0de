using System.Buffers;
using System.Text;
using Bulletin.Api.Fanout;
using Bulletin.Api.Hubs;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Api.Tests;

/// <summary>The memory reserved for a hub response is released, even if the response is never written.</summary>
public sealed class AnswerRoomTests : IDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task A_call_that_ends_after_its_connection_holds_no_room()
    {
        await using Listener client = new(services.GetRequiredService<LiveMetrics>());
        using Room before = new(), after = new();
        client.Connection.Answering(before);

        client.Connection.Leave();
        client.Connection.Answering(after);

        Assert.True(before.IsGivenBack);
        Assert.True(after.IsGivenBack);
    }

    [Theory]
    [InlineData("""{"type":1,"target":"JoinTopic","arguments":["a",null]}""")]
    [InlineData("""{"type":1,"target":"joinTOPIC","arguments":["a",null]}""")]
    [InlineData("""{"type":1,"invocationId":"","target":"WatchDirectory","arguments":[]}""")]
    public void What_is_called_for_its_answer_is_not_called_without_asking_for_one(string call) =>
        Assert.IsType<PingMessage>(Parsed(call));

    [Theory]
    [InlineData("""{"type":1,"invocationId":"1","target":"JoinTopic","arguments":["a",null]}""")]
    [InlineData("""{"type":1,"target":"LeaveTopic","arguments":["a"]}""")]
    public void Other_calls_are_made(string call) => Assert.IsType<InvocationMessage>(Parsed(call));

    private static HubMessage Parsed(string call)
    {
        ReadOnlySequence<byte> input = new(Encoding.UTF8.GetBytes(call + "\u001e"));
        Assert.True(new HubErrorRewriter(new JsonHubProtocol()).TryParseMessage(ref input, new Methods(), out var message));
        return message;
    }

    private sealed class Room : IDisposable
    {
        public bool IsGivenBack { get; private set; }

        public void Dispose() => IsGivenBack = true;
    }

    private sealed class Methods : IInvocationBinder
    {
        public Type GetReturnType(string invocationId) => typeof(object);

        public Type GetStreamItemType(string streamId) => typeof(object);

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => methodName switch
        {
            "WatchDirectory" => [],
            "LeaveTopic" => [typeof(string)],
            _ => [typeof(string), typeof(long?)],
        };
    }
}
