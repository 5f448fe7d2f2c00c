"""How the hub starts a student's lab: by the door, which knows the rest."""

from dockerspawner import DockerSpawner
from sign_in import TEACHERS


class StudentSpawner(DockerSpawner):
    """Says who gets a lab. What it may do is written in door.py, and no request can say otherwise."""

    async def create_object(self):
        """Ask for the lab of a student."""
        # the network, which bears the lab's name too, is where its address is looked up
        self.network_name = self.object_name
        # for the button alone; whether somebody may lead a lecture the room asks the hub
        teaches = any(group.name == TEACHERS for group in self.user.groups)
        environment = self.get_env() | {"HHLAB_ROOM_TEACHES": str(int(teaches))}
        return await self.docker(
            "create_container", image=self.image, name=self.object_name, environment=environment
        )

    def load_state(self, state):
        """Know a lab again that runs since before the hub was restarted."""
        # a hub that was restored elsewhere may have another prefix
        super().load_state({key: value for key, value in state.items() if key != "object_name"})
        self.network_name = self.object_name
