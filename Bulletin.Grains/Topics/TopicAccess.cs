using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics;

/// <summary>The one place that decides who may do what in a topic. The gateway has already authenticated the caller.</summary>
internal static class TopicAccess
{
    public static bool MayChange(Actor actor, Topic topic) => actor.IsModerator || actor.User.Id == topic.CreatedBy.Id;

    /// <summary>Only the author: a moderator may delete, but not edit another's words.</summary>
    public static bool MayEdit(Actor actor, Message message) => actor.User.Id == message.Author.Id;

    public static bool MayDelete(Actor actor, Message message) => actor.IsModerator || actor.User.Id == message.Author.Id;
}
