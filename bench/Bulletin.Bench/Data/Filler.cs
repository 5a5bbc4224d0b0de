using Bulletin.Bench.Systems;
using Npgsql;
using NpgsqlTypes;

namespace Bulletin.Bench.Data;

/// <summary>
/// Fills an empty database with a history by COPY. Messages come in posting order, one of each topic in turn, so that a topic's
/// messages are scattered as in production. Indexes are built afterwards, which is faster.
/// </summary>
internal sealed class Filler(string database, History history)
{
    private const int Streams = 2;

    public async Task Fill()
    {
        var indexes = await TableIndexes.Dropped(database, "messages");
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(stream => Task.Run(() => Messages(stream))).Append(Task.Run(PeopleAndTopics)));
        await indexes.Build();
        await Postgres.Execute(database, "VACUUM ANALYZE messages");
        await Postgres.Execute(database, "VACUUM ANALYZE topics");
    }

    private async Task Messages(int stream)
    {
        await using NpgsqlConnection connection = new(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var copy = await connection.BeginBinaryImportAsync("COPY messages (topic_id, seq, revision, author_id, client_id, created_at, text) FROM STDIN BINARY");
        copy.Timeout = TimeSpan.FromHours(1);
        // Sizes are descending: the topics that have a message of this seq are a prefix that only shrinks.
        var reaching = history.Topics;
        for (var seq = 1; reaching > 0; seq++)
        {
            while (reaching > 0 && history.Size(reaching - 1) < seq) reaching--;
            for (var topic = stream; topic < reaching; topic += Streams)
            {
                copy.StartRow();
                copy.Write(History.Topic(topic), NpgsqlDbType.Uuid);
                copy.Write((long)seq, NpgsqlDbType.Bigint);
                copy.Write((long)seq, NpgsqlDbType.Bigint);
                copy.Write(History.Person((topic + seq) % History.People), NpgsqlDbType.Uuid);
                copy.Write(History.ClientId(topic, seq), NpgsqlDbType.Uuid);
                copy.Write(History.CreatedAt(topic, seq), NpgsqlDbType.Bigint);
                copy.Write($"Message {seq} of topic {topic}, as long as most that people write: a line.", NpgsqlDbType.Text);
            }
        }
        await copy.CompleteAsync();
    }

    private async Task PeopleAndTopics()
    {
        await using NpgsqlConnection connection = new(database + ";Pooling=false");
        await connection.OpenAsync();
        await using (var people = await connection.BeginBinaryImportAsync("COPY users (id, username, username_key, display_name, display_name_key, created_at, changed_at) FROM STDIN BINARY"))
        {
            for (var person = 0; person < History.People; person++)
            {
                people.StartRow();
                people.Write(History.Person(person), NpgsqlDbType.Uuid);
                people.Write($"person-{person}", NpgsqlDbType.Text);
                people.Write($"person-{person}", NpgsqlDbType.Text);
                people.Write($"Person {person}", NpgsqlDbType.Text);
                people.Write($"person {person}", NpgsqlDbType.Text);
                people.Write(History.CreatedAt(0, 0), NpgsqlDbType.Bigint);
                people.Write(History.CreatedAt(0, 0), NpgsqlDbType.Bigint);
            }
            await people.CompleteAsync();
        }

        await using var topics = await connection.BeginBinaryImportAsync("COPY topics (id, name, name_key, created_at, created_by, last_activity_at, seq, revision) FROM STDIN BINARY");
        topics.Timeout = TimeSpan.FromHours(1);
        for (var topic = 0; topic < history.Topics; topic++)
        {
            var size = history.Size(topic);
            topics.StartRow();
            topics.Write(History.Topic(topic), NpgsqlDbType.Uuid);
            topics.Write($"Topic {topic}", NpgsqlDbType.Text);
            topics.Write($"topic {topic}", NpgsqlDbType.Text);
            topics.Write(History.CreatedAt(topic, 0), NpgsqlDbType.Bigint);
            topics.Write(History.Person(topic % History.People), NpgsqlDbType.Uuid);
            topics.Write(History.CreatedAt(topic, size), NpgsqlDbType.Bigint);
            topics.Write((long)size, NpgsqlDbType.Bigint);
            topics.Write((long)size, NpgsqlDbType.Bigint);
        }
        await topics.CompleteAsync();
    }
}
