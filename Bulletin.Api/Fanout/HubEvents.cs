using Bulletin.Api.Contract;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bulletin.Api.Fanout;

/// <summary>What the server sends. Each is serialised once a protocol, for however many connections.</summary>
internal static class HubEvents
{
    public static SerializedHubMessage MessagePosted(Message message) => Of(nameof(MessagePosted), MessageView.Of(message));

    public static SerializedHubMessage MessageUpdated(Message message) => Of(nameof(MessageUpdated), MessageView.Of(message));

    public static SerializedHubMessage TopicUpdated(Topic topic) => Of(nameof(TopicUpdated), TopicView.Of(topic));

    public static SerializedHubMessage TopicRemoved(Guid topicId) => Of(nameof(TopicRemoved), topicId);

    public static SerializedHubMessage Typing(Guid topicId, User user) => Of(nameof(Typing), new TypingView(topicId, UserView.Of(user)));

    /// <summary>An event that another feature describes.</summary>
    public static SerializedHubMessage Of(string name, object view) => new(new InvocationMessage(name, [view]));
}
