using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Topics;

/// <summary>The one place that decides who may see and do what in a topic. The gateway has already authenticated the caller.</summary>
/// <remarks>Whoever may not see a topic is answered as if it did not exist. So <see cref="MaySee"/> is asked first, and the other rules are
/// asked only about people who may.</remarks>
internal static class TopicAccess
{
    public static bool MaySee(TopicMembers members, Guid viewer) => members.Access == Access.Public || members.Has(viewer);

    /// <summary>Its name and description, locking and resolving it, and its removal. A moderator has no more rights in a private topic than any member.</summary>
    public static bool MayChange(Actor actor, Topic topic, TopicMembers members) => members.Access switch
    {
        Access.Public => actor.IsModerator || actor.User.Id == topic.CreatedBy.Id,
        Access.Private => members.HasOwner(actor.User.Id),
        _ => false,
    };

    /// <summary>Adds and promotes members, and makes invitations.</summary>
    public static bool MayManageMembers(Actor actor, TopicMembers members) => members.Access == Access.Private && members.HasOwner(actor.User.Id);

    /// <summary>Everybody may leave a private topic, but a direct conversation can only be hidden.</summary>
    public static bool MayRemoveMember(Actor actor, TopicMembers members, Guid userId) =>
        members.Access == Access.Private && (members.HasOwner(actor.User.Id) || actor.User.Id == userId);

    /// <summary>Only the author: a moderator may delete, but not edit another's words.</summary>
    public static bool MayEdit(Actor actor, Message message) => actor.User.Id == message.Author.Id;

    public static bool MayDelete(Actor actor, Message message, TopicMembers members) =>
        actor.User.Id == message.Author.Id || (members.Access == Access.Public ? actor.IsModerator : members.HasOwner(actor.User.Id));
}
