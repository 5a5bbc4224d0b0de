using Bulletin.Api.Contract;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bulletin.Api.Fanout;

/// <summary>What the server sends. Each is serialised once a protocol, for however many connections.</summary>
internal static class HubEvents
{
    public static SerializedHubMessage MessagePosted(Message message) => Event(nameof(MessagePosted), MessageView.Of(message));

    public static SerializedHubMessage MessageUpdated(Message message) => Event(nameof(MessageUpdated), MessageView.Of(message));

    public static SerializedHubMessage TopicUpdated(Topic topic) => Event(nameof(TopicUpdated), TopicView.Of(topic));

    public static SerializedHubMessage TopicRemoved(Guid topicId) => Event(nameof(TopicRemoved), topicId);

    public static SerializedHubMessage Typing(Guid topicId, User user) => Event(nameof(Typing), new TypingView(topicId, UserView.Of(user)));

    private static SerializedHubMessage Event(string name, object argument) => new(new InvocationMessage(name, [argument]));
}
