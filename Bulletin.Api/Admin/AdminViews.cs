using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Contract;
using Bulletin.Grains.Reports;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Admin;

/// <summary>Where something is.</summary>
/// <param name="Name">Null for a direct conversation.</param>
/// <param name="Access"><c>public</c>, <c>private</c> or <c>direct</c>.</param>
public sealed record AdminTopicRefView(Guid Id, string? Name, [property: AllowedValues(TopicView.Public, TopicView.Private, TopicView.Direct)] string Access)
{
    public static AdminTopicRefView Of(Topic topic) => Of(topic.Id, topic.Name, topic.Access);

    public static AdminTopicRefView Of(ReportedMessage message) => Of(message.TopicId, message.TopicName, message.Access);

    public static AdminTopicRefView Of(Guid id, string name, Access access) => new(id, AdminAccess.NameOf(name, access), AdminAccess.Text(access));
}

/// <summary>Kinds of topics as clients see them.</summary>
internal static class AdminAccess
{
    public static string Text(Access access) => access switch
    {
        Access.Public => TopicView.Public,
        Access.Private => TopicView.Private,
        _ => TopicView.Direct,
    };

    /// <summary>A direct conversation has no name.</summary>
    public static string? NameOf(string name, Access access) => access == Access.Direct ? null : name;
}
