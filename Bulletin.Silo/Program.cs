Console.WriteLine("bulletin silo");
